"""Edits are replayed on a project; now and then all that it says is compared with what a fresh one says."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scale_lsp.engine.check import check, findings_of
from scale_lsp.engine.companions import companions
from scale_lsp.engine.endpoints import endpoints_in
from scale_lsp.engine.fix import made
from scale_lsp.index.project import Project
from tests.oracle.answers import CONFIG, broken, fresh, said
from tests.oracle.edits import QUESTIONS, Ask, Author, Change, Put, Step, difference


@dataclass(frozen=True)
class Base:
    """The texts that a replay begins with. `old`: the migrations that have been there for a while."""

    name: str
    root: str
    texts: Mapping[str, str]
    old: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Difference:
    """Steps after which a project does not say what a fresh one says."""

    base: Base
    steps: tuple[Step, ...]
    lines: tuple[str, ...]


def take(project: Project, step: Step) -> None:
    match step:
        case Change(path, span, text):
            if path in project.texts:
                project.edit(path, span, text)
        case Put(path, None):
            project.remove(path)
        case Put(path, str(text)):
            project.put(path, text)
        case Ask(what, path):
            _ask(project, what, path)


def _ask(project: Project, what: str, path: str) -> None:
    snapshot = project.snapshot()
    match what:
        case "file":
            check(snapshot, path, CONFIG, first=True)
        case "companions":
            companions(snapshot, path, CONFIG, first=True)
        case "some":
            check(snapshot, path, CONFIG, first=True)
            left = iter(range(5))
            findings_of(snapshot, CONFIG).update(snapshot, stop=lambda: next(left, None) is None)
        case "fixes":
            for finding in check(snapshot, path, CONFIG, first=True):
                made(snapshot, finding, CONFIG)
        case "lenses":
            endpoints_in(snapshot, path, CONFIG)
        case "everything":
            list(said(project))


def differences(base: Base, project: Project, *, with_fixes: bool = False) -> tuple[str, ...]:
    """What only one of a project and a fresh one of the same texts says."""
    warm = list(said(project, with_fixes=with_fixes))
    cold = list(said(fresh(base.root, project.texts, base.old), with_fixes=with_fixes))
    if warm == cold:
        return ()
    lines = [f"- {line}" for line in warm if line not in cold] + [f"+ {line}" for line in cold if line not in warm]
    return tuple(lines) or (
        "the same in another order",
        *(f"- {a}\n+ {b}" for a, b in zip(warm, cold, strict=False) if a != b),
    )


def replay(base: Base, seed: int, edits: int, every: int) -> tuple[Difference | None, int]:
    """Random edits, with a comparison after each `every` of them; the first difference, and the number of edits."""
    chance = random.Random(f"{base.name} {seed}")
    author = Author(chance, base.texts)
    project = fresh(base.root, base.texts, base.old)
    project.trees.most = 0  # its functions are always parsed again, those of a fresh one are not
    steps: list[Step] = []
    past: list[dict[str, str]] = [project.texts]
    whole = dict(base.texts)
    done = 0

    def take_all(some: Iterable[Step]) -> None:
        for step in some:
            steps.append(step)
            take(project, step)

    if chance.random() < 0.8:
        take_all([Ask("everything", "")])
    while done < edits:
        made = author.next(project.texts, past)
        done += len(made)
        for step in made:
            take_all([step])
            if chance.random() < 0.5:
                take_all([Ask(chance.choice(QUESTIONS[:-1]), step.path)])
        bad = broken(project)
        if bad and chance.random() < 0.5:
            take_all(_mended(project, bad, whole))
        past.append(project.texts)
        if done // every != (done - len(made)) // every:
            take_all(_mended(project, broken(project), whole))
            if lines := differences(base, project, with_fixes=chance.random() < 0.1):
                return Difference(base, tuple(steps), lines), done
            steps.append(Ask("everything", ""))
        whole |= {path: text for path, text in project.texts.items() if path not in broken(project)}
    return None, done


def _mended(project: Project, bad: Iterable[str], whole: Mapping[str, str]) -> Iterator[Step]:
    """Undo what is half written."""
    for path in bad:
        yield difference(path, project.texts[path], whole[path])


def fails(base: Base, steps: Sequence[Step]) -> tuple[str, ...]:
    """The differences at the end of some steps; none where the texts are broken then."""
    project = fresh(base.root, base.texts, base.old)
    project.trees.most = 0
    for step in steps:
        take(project, step)
    return () if broken(project) else differences(base, project)


def smallest(found: Difference, seconds: float = 60) -> Difference:
    """The same difference from fewer steps, on fewer files, as far as that can be had in so many seconds."""
    base, steps, lines = found.base, list(found.steps), found.lines
    end = time.monotonic() + seconds
    size = max(len(steps) // 2, 1)
    while size:
        index = 0
        while index < len(steps) and time.monotonic() < end:
            fewer = steps[:index] + steps[index + size :]
            if now := fails(base, fewer):
                steps, lines = fewer, now
            else:
                index += size
        size //= 2
    for path in sorted(base.texts) if time.monotonic() < end else ():
        smaller = Base(base.name, base.root, {p: t for p, t in base.texts.items() if p != path}, base.old)
        if now := fails(smaller, steps):
            base, lines = smaller, now
    return Difference(base, tuple(steps), lines)
