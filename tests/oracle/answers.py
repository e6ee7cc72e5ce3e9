"""All that a project says: what an editor shows of each file, and what is counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scale_lsp.config import Config
from scale_lsp.engine.capacity import capacity
from scale_lsp.engine.check import check, findings_of
from scale_lsp.engine.companions import companions
from scale_lsp.engine.costs import costs
from scale_lsp.engine.endpoints import endpoints
from scale_lsp.engine.fix import made
from scale_lsp.finding import Finding
from scale_lsp.index.project import Project
from scale_lsp.text.jinja import JinjaFile
from scale_lsp.text.jinja_parser import parse
from scale_lsp.text.positions import Location, Span

CONFIG = Config.model_validate({"preview": True, "inlay-hints": True})


def fresh(root: str, texts: Mapping[str, str], old: Iterable[str]) -> Project:
    """A project that has never been edited."""
    project = Project(root)
    project.know_migrations(frozenset(old))
    for path in sorted(texts):
        project.put(path, texts[path])
    return project


def said(project: Project, *, with_fixes: bool = False) -> Iterator[str]:
    """One line for each thing that is said. Raises AssertionError when a rule failed."""
    snapshot = project.snapshot()
    for path in sorted(project.texts):
        for finding in check(snapshot, path, CONFIG):
            yield f"{path} finding {_fields(finding)}"
            for fix in made(snapshot, finding, CONFIG) if with_fixes else ():
                yield f"{path} fix of {finding.rule} {_of(finding.location)}: {fix}"
        yield from (f"{path} companion {_of(one)}" for one in companions(snapshot, path, CONFIG))
        yield from (f"{path} cost {_of(one)}" for one in costs(snapshot, path, CONFIG))
    found = endpoints(snapshot, CONFIG)
    yield from (f"endpoint {_of(one)}" for one in found)
    yield f"capacity {_of(capacity(snapshot, CONFIG, found))}"
    broken = findings_of(snapshot, CONFIG).broken
    assert not broken, "\n".join(broken.values())


def _of(one: object) -> str:
    match one:
        case Location(path, Span(start, end)):
            return f"{path.rpartition('/')[2]}:{start.line}:{start.column}-{end.line}:{end.column}"
        case Finding():  # each is a line of its own
            return f"{one.rule} {_of(one.location)}"
        case list() | tuple():
            return f"({', '.join(map(_of, one))})"
        case set() | frozenset():
            return f"{{{', '.join(sorted(map(_of, one)))}}}"
    return _fields(one) if hasattr(one, "__dataclass_fields__") else repr(one)


def _fields(one: Any) -> str:
    """What can be compared: not the values that a rule keeps for its fixes."""
    shown = (_of(getattr(one, name)) for name, field in one.__dataclass_fields__.items() if field.compare)
    return f"{type(one).__name__}({', '.join(shown)})"


def broken(project: Project) -> list[str]:
    """The files that do not parse: they say what they last said, which a fresh project cannot know."""
    sources = project.snapshot().sources
    return [path for path in project.texts if sources[path].problems or _is_broken_jinja(sources[path])]


def _is_broken_jinja(source: object) -> bool:
    return (
        isinstance(source, JinjaFile) and not parse("".join(line.rstrip("\r\n") + "\n" for line in source.lines)).whole
    )
