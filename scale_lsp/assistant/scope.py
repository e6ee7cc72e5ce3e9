"""Which findings a question is about."""

from __future__ import annotations

from dataclasses import dataclass

from scale_lsp.assistant.answer import Turn
from scale_lsp.assistant.things import IT, PROJECT, THIS, Thing
from scale_lsp.engine.outline import around
from scale_lsp.finding import Finding


@dataclass(frozen=True, slots=True)
class Scope:
    """`words` say what it is; `paths` are its files, None when it is not a matter of files."""

    findings: list[Finding]
    words: str
    paths: list[str] | None = None


@dataclass(frozen=True, slots=True)
class Nothing:
    """There is nothing the question could be about, and why."""

    reason: str


def scope(turn: Turn, thing: Thing | None) -> Scope | Nothing:
    """Without a thing: where somebody is, else the project."""
    view = turn.view
    if thing is None:
        thing = THIS if turn.question.path is not None else PROJECT
    match thing.kind:
        case "project":
            return Scope(view.findings, "the project", list(view.snapshot.paths))
        case "this":
            return _here(turn, thing)
        case "ordinal":
            found = numbered(turn, thing.number)
            return found if isinstance(found, Nothing) else Scope([found], turn.links.place(found.location))
        case "file":
            return _file(turn, thing)
    if thing.kind == "route":
        answering = thing.endpoints(view)
        if not answering:
            return Nothing(f"I know no view that answers at `{thing.name}`.")
        theirs = {finding for endpoint in answering for finding in view.findings_of(endpoint)}
        return Scope([finding for finding in view.findings if finding in theirs], f"`{thing.name}`")
    names = {"rule": f"`{thing.name}`", "model": f"`{thing.name.rpartition('.')[2]}`", "view": f"`{thing.name}`"}
    found_here = [finding for finding in view.findings if thing.covers(finding)]
    return Scope(found_here, names.get(thing.kind, thing.name))


def _file(turn: Turn, thing: Thing) -> Scope | Nothing:
    paths = thing.paths
    if not paths:
        if turn.question.path is None:
            return Nothing("I do not know which file you are in. Name it: `review shop/views.py`.")
        paths = (turn.question.path,)
    missing = [path for path in paths if turn.view.snapshot.source(path) is None]
    if missing:
        return Nothing(f"`{turn.links.name(missing[0])}` is not among the files that are looked at.")
    here = Thing("file", "", paths=paths)
    shown = thing.name if thing.paths else turn.links.name(paths[0])
    return Scope([f for f in turn.view.findings if here.covers(f)], f"`{shown}`", list(paths))


def _here(turn: Turn, thing: Thing) -> Scope | Nothing:
    """`it` is what was spoken of; so is `this`, unless somebody has moved to another place since."""
    question, before = turn.question, turn.before
    spoken = turn.find(before.current) if before.current else None
    at = _at(turn)
    moved = question.path is not None and (before.file, before.line) != (turn.view.name(question.path), _line(turn))
    if at is not None and (spoken is None or (moved and thing != IT)):
        return at
    if spoken is not None:
        return Scope([spoken], turn.links.place(spoken.location))
    if len(before.shown) == 1 and (only := turn.find(before.shown[0])) is not None:
        return Scope([only], turn.links.place(only.location))
    if before.shown:
        return Nothing("Which one? Say for example “the second one”.")
    if before.current:
        return Nothing("What we spoke of is not there any more.")
    return Nothing("I do not know what “this” is here. Name a file, a view, a model or a rule.")


def _line(turn: Turn) -> int:
    return -1 if turn.question.line is None else turn.question.line


def _at(turn: Turn) -> Scope | None:
    path, line = turn.question.path, turn.question.line
    if path is None or turn.view.snapshot.source(path) is None:
        return None
    mine = [f for f in turn.view.findings if Thing("file", "", paths=(path,)).covers(f)]
    if line is not None:
        touching = [finding for finding in mine if _touches(finding, path, line)]
        if touching:
            return Scope(touching, f"{turn.links.name(path)}:{line + 1}")
        inside = around(turn.view.snapshot, path, line)
        if inside is not None:
            defined = Thing("view", inside.name, defined=(inside,))
            return Scope([finding for finding in mine if defined.covers(finding)], f"`{inside.name}`")
    return Scope(mine, f"`{turn.links.name(path)}`", [path])


def _touches(finding: Finding, path: str, line: int) -> bool:
    places = [finding.location, *(related.location for related in finding.related)]
    return any(p.path == path and p.span.start.line <= line <= p.span.end.line for p in places)


def numbered(turn: Turn, number: int) -> Finding | Nothing:
    """One of those that were listed."""
    shown = turn.before.shown
    if not shown:
        return Nothing("I have not shown a list. Ask “what should I fix first?”.")
    first = turn.before.offset
    index = len(shown) - 1 if number == -1 else number - 1 - first
    if first and not 0 <= index < len(shown):
        index = number - 1  # by its place among those on display
    if not 0 <= index < len(shown):
        return Nothing(f"The list goes from {first + 1} to {first + len(shown)}.")
    found = turn.find(shown[index])
    return found if found is not None else Nothing(f"`{shown[index]}` is not there any more.")
