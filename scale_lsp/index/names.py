"""What a dotted name in a file means: a class, function or value of the project, or a name outside of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from scale_lsp.index import dependencies
from scale_lsp.index.dependencies import MODULES, Reads, named
from scale_lsp.index.shape import Name, Shape
from scale_lsp.index.summary import ClassSummary, Import, ModuleSummary

_MAX_HOPS = 24


class Kind(Enum):
    __hash__ = object.__hash__  # members are themselves, and hashed often

    CLASS = "class"
    FUNCTION = "function"
    VALUE = "value"
    MODULE = "module"
    EXTERNAL = "external"


@dataclass(frozen=True, slots=True)
class Symbol:
    """`path` and `name` of a definition in the project; for EXTERNAL the whole qualified name is in `name`."""

    kind: Kind
    path: str
    name: str
    _hash: int = field(init=False, repr=False, compare=False)
    """Worked out when somebody wants it, and that often."""

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:
            object.__setattr__(self, "_hash", hash((self.kind, self.path, self.name)))
            return self._hash


def external(qualified: str) -> Symbol:
    return Symbol(Kind.EXTERNAL, "", qualified)


class Names:
    """Resolves names over the summaries of all files. Immutable after construction."""

    def __init__(
        self, modules: Mapping[str, ModuleSummary], root: str, reads: Reads | None = None, before: Names | None = None
    ) -> None:
        """`before` are the names of the same files, when some of them said something else."""
        self._modules = modules
        self.reads = reads or Reads()
        self._by_suffix: dict[str, dict[str, str]] = before._by_suffix if before else {}
        """Dotted module suffix → the file that it means below each import root."""
        self._packages: set[str] = before._packages if before else set()
        if before is not None:
            return
        packages = {path.rpartition("/")[0] for path in modules if path.endswith("/__init__.py")}
        for path in modules:
            self._register(path, root, packages)

    @property
    def modules(self) -> Mapping[str, ModuleSummary]:
        """All files of Python. Whoever looks through them depends on every one."""
        self.reads.note(MODULES)
        return self._modules

    @property
    def every_module(self) -> Mapping[str, ModuleSummary]:
        """The same for who keeps up with each of them."""
        return self._modules

    def summary(self, path: str) -> ModuleSummary | None:
        """What a file says to the others."""
        self.reads.note(dependencies.module(path))
        return self._modules.get(path)

    def decorators(self, path: str, function: str) -> tuple[Shape, ...]:
        """The decorators of a top-level function."""
        self.reads.note(dependencies.name(path, function))
        found = self._modules.get(path)
        return found.functions.get(function, ()) if found else ()

    def _register(self, path: str, root: str, packages: set[str]) -> None:
        """Of a module and a package of one name Python imports the package.

        https://docs.python.org/3/reference/import.html#the-path-based-finder
        """
        base = path.removesuffix(".py").removesuffix("/__init__")
        parts = base.removeprefix(root).strip("/").split("/")
        stop = len(base) - len("/".join(parts))
        folder = base[:stop].rstrip("/")
        for i in range(len(parts)):
            if folder not in packages:
                dotted = ".".join(parts[i:])
                known = self._by_suffix.setdefault(dotted, {})
                known[folder] = path if path.endswith("/__init__.py") else known.get(folder, path)
                while dotted := dotted.rpartition(".")[0]:
                    self._packages.add(dotted)
            folder = f"{folder}/{parts[i]}"

    def module(self, dotted: str, importer: str) -> str | None:
        """The file that `import dotted` in `importer` loads; None when it lies outside the project."""
        self.reads.note(named(dotted))
        candidates = self._by_suffix.get(dotted)
        if not candidates:
            return None
        above = importer
        while "/" in above:
            above = above.rpartition("/")[0]
            if above in candidates:
                return candidates[above]
        if "." not in dotted and len(candidates) > 1:
            return None
        return min(candidates.items(), key=lambda one: (len(one[0]), one[1]))[1]

    def resolve(self, path: str, dotted: str, _hops: int = 0) -> Symbol | None:
        """What `dotted` means at the top level of `path`; None for a name that is not defined there."""
        if _hops > _MAX_HOPS or path not in self._modules:
            return None
        head, _, rest = dotted.partition(".")
        found = self._top_level(path, head, _hops)
        return self.member(found, rest, _hops + 1) if found and rest else found

    def member(self, symbol: Symbol, dotted: str, _hops: int = 0) -> Symbol | None:
        """The attribute of a module or a class, by its dotted name."""
        if _hops > _MAX_HOPS:
            return None
        match symbol.kind:
            case Kind.EXTERNAL:
                return external(f"{symbol.name}.{dotted}")
            case Kind.MODULE:
                head, _, rest = dotted.partition(".")
                found = self._module_member(symbol, head, _hops)
                return self.member(found, rest, _hops + 1) if found and rest else found
            case Kind.CLASS:
                if self.class_summary(nested := Symbol(Kind.CLASS, symbol.path, f"{symbol.name}.{dotted}")):
                    return nested
                return Symbol(Kind.VALUE, symbol.path, f"{symbol.name}.{dotted}")
            case Kind.VALUE if isinstance(alias := self.value_shape(symbol), Name):
                target = self.resolve(symbol.path, alias.dotted, _hops + 1)
                return self.member(target, dotted, _hops + 1) if target else None
        return None

    def _module_member(self, module: Symbol, name: str, hops: int) -> Symbol | None:
        if found := self._top_level(module.path, name, hops + 1) if module.path else None:
            return found
        dotted = f"{module.name}.{name}"
        if path := self.module(dotted, module.path or module.name):
            return Symbol(Kind.MODULE, path, dotted)
        return external(dotted)

    def _top_level(self, path: str, name: str, hops: int) -> Symbol | None:
        self.reads.note(dependencies.name(path, name))
        summary = self._modules[path]
        if name in summary.classes:
            return Symbol(Kind.CLASS, path, name)
        if name in summary.functions:
            return Symbol(Kind.FUNCTION, path, name)
        if name in summary.imports:
            return self.import_target(path, summary.imports[name], hops)
        if name in summary.assigns:
            return Symbol(Kind.VALUE, path, name)
        self.reads.note(dependencies.name(path, "*"))
        for star in summary.stars:
            found = self._star(path, star, name, hops)
            if found:
                return found
        return None

    def _star(self, path: str, star: Import, name: str, hops: int) -> Symbol | None:
        if hops > _MAX_HOPS or name.startswith("_"):
            return None
        target = self._imported_module(path, star)
        if target is None or target == path:
            return None
        return self._top_level(target, name, hops + 1)

    def import_target(self, path: str, target: Import, hops: int = 0) -> Symbol | None:
        """What an import statement in `path` binds."""
        if hops > _MAX_HOPS:
            return None
        found = self._imported_module(path, target)
        dotted = "." * target.level + target.module
        if target.name is None:
            return Symbol(Kind.MODULE, found or "", dotted) if found or self._is_package(dotted) else external(dotted)
        if found and not (found == path and target.name in self._modules[path].imports):
            inner = self._top_level(found, target.name, hops + 1)
            if inner:
                return inner
        submodule = f"{target.module}.{target.name}" if target.module else target.name
        if below := self._imported_module(path, Import(submodule, None, target.level)):
            return Symbol(Kind.MODULE, below, submodule)
        return external("." * target.level + submodule)

    def _imported_module(self, path: str, target: Import) -> str | None:
        if not target.level:
            return self.module(target.module, path) or self._beside(target.module, path)
        folder = path
        for _ in range(target.level):
            folder = folder.rpartition("/")[0]
        self.reads.note(named(target.module or folder.rpartition("/")[2]))
        wanted = f"{folder}/{target.module.replace('.', '/')}".rstrip("/")
        return next((p for p in (f"{wanted}.py", f"{wanted}/__init__.py") if p in self._modules), None)

    def _beside(self, dotted: str, path: str) -> str | None:
        """A module in the folder of the importer, where scripts and old code find it."""
        beside = f"{path.rpartition('/')[0]}/{dotted}.py"
        return beside if beside in self._modules and beside != path and "." not in dotted else None

    def _is_package(self, dotted: str) -> bool:
        self.reads.note(named(dotted))
        return dotted in self._packages

    def bases(self, symbol: Symbol) -> tuple[Shape, ...] | None:
        """What a class derives from, as it is written; None for what is no class of the project."""
        if "." in symbol.name:
            summary = self.class_summary(symbol)
        else:
            self.reads.note(dependencies.bases(symbol.path, symbol.name))
            module = self._modules.get(symbol.path)
            summary = module.classes.get(symbol.name) if module else None
        return summary.bases if summary else None

    def class_summary(self, symbol: Symbol) -> ClassSummary | None:
        head, *rest = symbol.name.split(".")
        self.reads.note(dependencies.body(symbol.path, head))
        module = self._modules.get(symbol.path)
        if module is None:
            return None
        found = module.classes.get(head)
        for name in rest:
            found = found.nested.get(name) if found else None
        return found

    def value_shape(self, symbol: Symbol) -> Shape | None:
        """The shape assigned to a top-level name or a class attribute."""
        owner, _, name = symbol.name.rpartition(".")
        if owner:
            summary = self.class_summary(Symbol(Kind.CLASS, symbol.path, owner))
            return summary.attributes.get(name) if summary else None
        self.reads.note(dependencies.name(symbol.path, name))
        module = self._modules.get(symbol.path)
        return module.assigns.get(name) if module else None
