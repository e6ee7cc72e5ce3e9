"""What a project declares to install: requirements files, pyproject.toml, Pipfile, setup.cfg and lock files."""

from __future__ import annotations

import configparser
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from scale_lsp.text.plain import TextFile, is_requirement_file

_LOCKS = ("Pipfile.lock", "poetry.lock", "uv.lock", "pdm.lock")


@dataclass(frozen=True, slots=True)
class Declared:
    """A distribution by its canonical name, and the file that names it. `locked`: it need not be asked for itself."""

    name: str
    extras: frozenset[str]
    specifier: SpecifierSet
    path: str
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Requirements:
    """All of them. `complete` is False where there is no file, or one that cannot be read to its end."""

    declared: tuple[Declared, ...]
    complete: bool

    def has(self, name: str, extra: str = "") -> bool:
        wanted = canonicalize_name(name)
        return any(d.name == wanted and (not extra or extra in d.extras) for d in self.declared)

    def files(self) -> list[str]:
        """The files in which a person declares something, those that are asked for first in front."""
        return list(dict.fromkeys(d.path for d in self.declared if not d.locked))


def requirements(sources: Iterable[TextFile], has_setup: bool) -> Requirements:
    """The requirements in these files. `has_setup`: there is a `setup.py`, which may compute more."""
    found: list[Declared] = []
    complete = True
    files = [source for source in sources if is_requirement_file(source.path)]
    for source in files:
        try:
            found += _declared(source)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, configparser.Error):
            complete = False
    return Requirements(tuple(found), complete and bool(found) and not has_setup)


def _declared(source: TextFile) -> Iterator[Declared]:
    name = source.path.rpartition("/")[2]
    if name == "Pipfile.lock":
        sections = json.loads(source.text)
        names = (package for key in ("default", "develop") for package in sections.get(key, {}))
        yield from (_locked(package, source.path) for package in names)
    elif name in _LOCKS:
        yield from (_locked(package["name"], source.path) for package in tomllib.loads(source.text).get("package", ()))
    elif name == "Pipfile":
        sections = tomllib.loads(source.text)
        for key in ("packages", "dev-packages"):
            yield from _table(sections.get(key, {}), source.path)
    elif name == "pyproject.toml":
        yield from _pyproject(tomllib.loads(source.text), source.path)
    elif name.startswith("environment."):
        yield from _conda(source)
    elif name == "setup.cfg":
        yield from _setup_cfg(source)
    else:
        yield from _lines(source)


def _locked(name: str, path: str) -> Declared:
    return Declared(canonicalize_name(name), frozenset(), SpecifierSet(), path, locked=True)


_OPTION = re.compile(r"\s+(?:--hash|--global-option|--config-settings).*|\s+#.*")


_ADDRESS = r"(?:-e|--editable)[\s=]+(?!\.(?:\[|$))|[\w.+-]*://|\.{1,2}/|\S+\.(?:whl|zip|tar\.gz)$|\w+\+\w+:"
"""An address or a folder from which something is installed, other than the project itself (`-e .`)."""


def _lines(source: TextFile) -> Iterator[Declared]:
    """https://pip.pypa.io/en/stable/reference/requirements-file-format/"""
    unknown = ""
    for line in source.text.replace("\\\n", " ").splitlines():
        text = _OPTION.sub("", line).strip()
        if egg := re.search(r"[#&]egg=([\w.-]+)", text):
            yield Declared(canonicalize_name(egg[1]), frozenset(), SpecifierSet(), source.path)
        elif re.match(_ADDRESS, text) and "@ " not in text:
            unknown = text
        elif text and not text.startswith(("#", "-")):
            yield from _one(text, source.path)
    others = re.findall(r"^\s*(?:-r|--requirement)[\s=]*(\S+)", source.text, re.M)
    if not all(is_requirement_file(f"{source.path.rpartition('/')[0]}/{name}") for name in others):
        raise ValueError("a file of another name")
    if unknown:
        raise ValueError(f"what {unknown} installs")


def _one(text: str, path: str) -> Iterator[Declared]:
    try:
        made = Requirement(text)
    except InvalidRequirement:
        if "://" not in text and (match := re.match(r"[A-Za-z0-9][\w.-]*", text)):
            yield Declared(canonicalize_name(match[0]), frozenset(), SpecifierSet(), path)
        return
    yield Declared(canonicalize_name(made.name), frozenset(made.extras), made.specifier, path)


def _pyproject(data: Mapping[str, Any], path: str) -> Iterator[Declared]:
    project = data.get("project", {})
    texts = list(project.get("dependencies", ()))
    texts += [text for group in project.get("optional-dependencies", {}).values() for text in group]
    texts += [text for group in data.get("dependency-groups", {}).values() for text in group if isinstance(text, str)]
    tool = data.get("tool", {})
    texts += [text for group in tool.get("pdm", {}).get("dev-dependencies", {}).values() for text in group]
    texts += tool.get("uv", {}).get("dev-dependencies", ())
    for text in texts:
        yield from _one(text, path)
    poetry = tool.get("poetry", {})
    tables = [poetry.get("dependencies", {}), poetry.get("dev-dependencies", {})]
    tables += [group.get("dependencies", {}) for group in poetry.get("group", {}).values()]
    for table in tables:
        yield from _table(table, path)


def _table(table: Mapping[str, Any], path: str) -> Iterator[Declared]:
    """`django = "^5.2"`, `psycopg = { version = "*", extras = ["pool"] }`"""
    for name, value in table.items():
        options = value if isinstance(value, dict) else {"version": value}
        version = str(options.get("version", ""))
        try:
            specifier = SpecifierSet("" if version == "*" else re.sub(r"^[\^~]\s*(?=\d)", ">=", version))
        except ValueError:
            specifier = SpecifierSet()
        yield Declared(canonicalize_name(name), frozenset(options.get("extras", ())), specifier, path)


def _conda(source: TextFile) -> Iterator[Declared]:
    """https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html"""
    try:
        found = yaml.safe_load(source.text)
    except yaml.YAMLError as error:
        raise ValueError("no YAML") from error
    for listed in found.get("dependencies", ()) if isinstance(found, dict) else ():
        for text in listed.get("pip", ()) if isinstance(listed, dict) else (listed,):
            yield from _one(str(text).rpartition("::")[2], source.path)


def _setup_cfg(source: TextFile) -> Iterator[Declared]:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(source.text)
    texts = parser.get("options", "install_requires", fallback="").splitlines()
    for _, extra in parser.items("options.extras_require") if parser.has_section("options.extras_require") else ():
        texts += extra.splitlines()
    for text in filter(None, map(str.strip, texts)):
        yield from _one(text, source.path)
