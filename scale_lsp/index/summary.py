"""What other files need to know of a file: value-equal and free of positions, so typing in a body changes nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from scale_lsp.index.shape import Call, Shape, shape_of
from scale_lsp.text.blocks import Block, only_change, replaced
from scale_lsp.text.records import replace
from scale_lsp.text.source import Item, SourceFile, items_of
from scale_lsp.text.trees import once, walk


@dataclass(frozen=True, slots=True)
class Import:
    """`from .models import Order` is Import("models", "Order", 1); `import a.b` binds `a`: Import("a", None, 0)."""

    module: str
    name: str | None
    level: int


@dataclass(frozen=True, slots=True)
class ClassSummary:
    name: str
    bases: tuple[Shape, ...]
    attributes: dict[str, Shape]
    methods: dict[str, tuple[Shape, ...]]
    """Method name → its decorators."""
    nested: dict[str, ClassSummary]
    decorators: tuple[Shape, ...]
    keywords: tuple[str, ...] = ()
    annotated: dict[str, None] = field(default_factory=dict)
    """The names that are declared with a type and no value, as the fields of a pydantic model."""


@dataclass(frozen=True, slots=True)
class ModuleSummary:
    imports: dict[str, Import] = field(default_factory=dict)
    stars: tuple[Import, ...] = ()
    classes: dict[str, ClassSummary] = field(default_factory=dict)
    functions: dict[str, tuple[Shape, ...]] = field(default_factory=dict)
    assigns: dict[str, Shape] = field(default_factory=dict)
    calls: tuple[Shape, ...] = ()
    """Calls made as statements at the top level, such as `admin.site.register(Order, OrderAdmin)`."""
    routes: tuple[Call, ...] = ()
    """Calls that look like those of a URLconf: `path("orders/", views.orders)`."""
    connections: tuple[Call, ...] = ()
    """Calls that look like those of a signal, wherever they are: `post_save.connect(notify, sender=Order)`."""
    requests: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Attribute of `request` → the functions, by qualified name, that assign it."""


def summarise(items: Sequence[Item]) -> ModuleSummary:
    """The summary of the statements of a Python file; what a broken block last said still counts."""
    summary = ModuleSummary()
    stars: list[Import] = []
    calls: list[Shape] = []
    for item in items:
        if isinstance(item.node, ast.ClassDef):
            summary.classes[item.node.name] = summarise_class(item.node, (node for _, node in item.members))
        else:
            _statement(item.node, summary, stars, calls)
    return replace(
        summary,
        stars=tuple(stars),
        calls=tuple(calls),
        routes=tuple(_routes(items)),
        requests=_requests(items),
        connections=tuple(_connections(items)),
    )


def resummarise(known: ModuleSummary | None, before: object, after: SourceFile) -> ModuleSummary:
    """The summary of a new version of a file: the known one as long as each changed block says what it said before."""
    if known is None or not isinstance(before, SourceFile):
        return summarise(after.items)
    different = replaced(before.blocks, after.blocks)
    if different is not None and all(_said(old) == _said(new) for old, new in different):
        return known
    summary = _with_member(known, before, after) or summarise(after.items)
    return known if summary == known else summary


def _with_member(known: ModuleSummary, before: SourceFile, after: SourceFile) -> ModuleSummary | None:
    """The summary when nothing but a member of one class says something else, and that only of its class."""
    old, new = only_change(before.blocks, after.blocks) or (None, None)
    if old is None or new is None or new.owner is None:
        return None
    if replace(_said(old), classes={}) != replace(_said(new), classes={}):
        return None
    node = new.owner.header
    top = [block for block in after.blocks if block.owner is None]
    classes = [one for block in top for one in (block.statements if block.header is None else (block.header,))]
    if node is None or sum(isinstance(one, ast.ClassDef) and one.name == node.name for one in classes) > 1:
        return None
    blocks = [block for block in after.blocks if block.owner is new.owner]
    members = (member for block in (new.owner, *blocks) for member in block.statements)
    summary = summarise_class(node, members)
    return replace(known, classes={**known.classes, node.name: summary})


def changed_names(before: ModuleSummary, after: ModuleSummary) -> Iterator[str]:
    """The names of the top level that two versions of a file do not say the same of; `*` for its star imports.

    What a class consists of is another matter: `changed_classes`.
    """
    for kind in ("imports", "functions", "assigns"):
        old, new = getattr(before, kind), getattr(after, kind)
        if old != new:
            yield from (name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    yield from before.classes.keys() ^ after.classes.keys()
    if before.stars != after.stars:
        yield "*"


def changed_classes(before: ModuleSummary, after: ModuleSummary) -> Iterator[tuple[str, bool]]:
    """The classes of the top level that are not what they were, or not there; whether their bases are others too."""
    old, new = before.classes, after.classes
    for name in old.keys() | new.keys() if old != new else ():
        was, now = old.get(name), new.get(name)
        if was is None or now is None or was != now:
            yield name, was is None or now is None or was.bases != now.bases


def defined_in(block: Block) -> Iterator[str]:
    """The names that a block defines; for a member of a class, qualified with that of the class."""
    said = _said(block)
    yield from (*said.functions, *said.assigns, *(said.classes if block.owner is None else ()))
    for summary in said.classes.values():
        yield from (f"{summary.name}.{name}" for name in (*summary.methods, *summary.attributes, *summary.nested))


def _said(block: Block) -> ModuleSummary:
    """What one block says by itself; a member of a class, below the header of its class."""
    if "said" not in block.memo:
        block.memo["said"] = summarise(tuple(items_of((block,) if block.owner is None else (block.owner, block))))
    found: ModuleSummary = block.memo["said"]
    return found


def _connections(items: Sequence[Item]) -> Iterator[Call]:
    for item in items:
        inside = item.members if isinstance(item.node, ast.ClassDef) else ((item.block, item.node),)
        for block, node in inside:
            if any("connect" in line for line in block.told):
                yield from once(block.memo, "connections", node, _connected)


def _connected(node: ast.AST) -> tuple[Call, ...]:
    calls = (n for n in walk(node) if isinstance(n, ast.Call) and ends_in(n.func) == "connect")
    return tuple(shape for call in calls if isinstance(shape := shape_of(call), Call))


def _requests(items: Sequence[Item]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for item in items:
        inside = item.members if isinstance(item.node, ast.ClassDef) else ((item.block, item.node),)
        prefix = f"{item.node.name}." if isinstance(item.node, ast.ClassDef) else ""
        for block, node in inside:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if any("request." in line for line in block.told):
                for name in once(block.memo, "given to requests", node, _given_to_request):
                    found[name] = (*found.get(name, ()), prefix + node.name)
    return found


def _given_to_request(node: ast.AST) -> tuple[str, ...]:
    stored = (
        found.attr
        for found in walk(node)
        if isinstance(found, ast.Attribute)
        and isinstance(found.ctx, ast.Store)
        and isinstance(found.value, ast.Name | ast.Attribute)
        and ends_in(found.value) == "request"
    )
    return tuple(dict.fromkeys(stored))


def _routes(items: Sequence[Item]) -> Iterator[Call]:
    for item in items:
        if isinstance(item.node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.If | ast.Expr):
            for node in walk(item.node):
                if isinstance(node, ast.Call) and ends_in(node.func) in _ROUTING:
                    shape = shape_of(node)
                    if isinstance(shape, Call):
                        yield shape


_ROUTING = frozenset({"path", "re_path", "url"})


def ends_in(node: ast.expr) -> str:
    """The last name of a dotted expression: `path` of `urls.path`; "" for anything else."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _statement(node: ast.stmt, summary: ModuleSummary, stars: list[Import], calls: list[Shape]) -> None:
    match node:
        case ast.Import() | ast.ImportFrom():
            for local, found in imported(node):
                if local == "*":
                    stars.append(found)
                else:
                    summary.imports[local] = found
        case ast.ClassDef(name=name, body=body):
            summary.classes.setdefault(name, summarise_class(node, body))
        case (
            ast.FunctionDef(name=name, decorator_list=decorators)
            | ast.AsyncFunctionDef(name=name, decorator_list=decorators)
        ):
            summary.functions.setdefault(name, tuple(shape_of(d) for d in decorators))
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                if isinstance(target, ast.Name):
                    summary.assigns[target.id] = shape_of(value)
        case ast.AnnAssign(target=ast.Name(id=name), value=value) if value is not None:
            summary.assigns[name] = shape_of(value)
        case ast.Expr(value=ast.Call() as call):
            calls.append(shape_of(call))
        case ast.If(body=body, orelse=other):
            _statements([*body, *other], summary, stars, calls)
        case ast.Try(body=body, handlers=handlers, orelse=other, finalbody=final):
            # The body is the preferred variant; what handlers define is the fallback.
            _statements([*(s for h in handlers for s in h.body), *body, *other, *final], summary, stars, calls)
        case ast.With(body=body):
            _statements(body, summary, stars, calls)


def _statements(nodes: Iterable[ast.stmt], summary: ModuleSummary, stars: list[Import], calls: list[Shape]) -> None:
    for node in nodes:
        _statement(node, summary, stars, calls)


def imported(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, Import]]:
    """The local names that an import statement binds; `*` for a star import."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            if alias.asname:
                yield alias.asname, Import(alias.name, None, 0)
            else:
                head = alias.name.partition(".")[0]
                yield head, Import(head, None, 0)
        return
    for alias in node.names:
        yield alias.asname or alias.name, Import(node.module or "", alias.name, node.level)


def summarise_class(node: ast.ClassDef, body: Iterable[ast.stmt]) -> ClassSummary:
    summary = ClassSummary(
        node.name,
        tuple(shape_of(b) for b in node.bases),
        {},
        {},
        {},
        tuple(shape_of(d) for d in node.decorator_list),
        tuple(k.arg for k in node.keywords if k.arg),
    )
    for member in body:
        _member(member, summary)
    return summary


def _member(node: ast.stmt, summary: ClassSummary) -> None:
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                if isinstance(target, ast.Name):
                    summary.attributes[target.id] = shape_of(value)
        case ast.AnnAssign(target=ast.Name(id=name), value=value) if value is not None:
            summary.attributes[name] = shape_of(value)
        case ast.AnnAssign(target=ast.Name(id=name)):
            summary.annotated[name] = None
        case (
            ast.FunctionDef(name=name, decorator_list=decorators)
            | ast.AsyncFunctionDef(name=name, decorator_list=decorators)
        ):
            summary.methods[name] = tuple(shape_of(d) for d in decorators)
        case ast.ClassDef(name=name, body=body):
            summary.nested[name] = summarise_class(node, body)
        case ast.If(body=body, orelse=other):
            for member in [*body, *other]:
                _member(member, summary)
        case ast.Try(body=body):
            for member in body:
                _member(member, summary)
