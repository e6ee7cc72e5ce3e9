"""What is replayed on: the example, fixtures of all rules put together, or a project on disk."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from scale_lsp.config import Config
from scale_lsp.workspace import Unreadable, discover, read
from tests.harness import HERE, MINE, ROOT, fixtures, project_with
from tests.oracle.replay import Base

EXAMPLE = HERE.parent / "examples" / "shop"


def on_disk(root: Path) -> Base:
    texts = {path: text for path in discover(root, Config()) if not isinstance(text := read(path), Unreadable)}
    old = frozenset(path for path in texts if "/migrations/" in path)
    return Base(root.name, root.as_posix(), texts, old)


def of_fixtures(seed: int, count: int = 3) -> Base:
    """The shop with some fixtures, each a file of it."""
    chosen = random.Random(seed).sample(fixtures(), count)
    texts: dict[str, str] = {}
    for number, fixture in enumerate(chosen):
        project, mine = project_with(fixture.text)
        found = project.texts
        if mine == MINE:
            found[f"{ROOT}/shop/fixture_{number}.py"] = found.pop(mine)
        texts |= found
    names = " ".join(fixture.name for fixture in chosen)
    return Base(names, ROOT, texts, frozenset(path for path in texts if "/0001_" in path))


def bases(paths: list[Path], seeds: range) -> Iterator[tuple[Base, int]]:
    """A base for each seed: of a path each, or by turns the example and three other fixtures."""
    given = [on_disk(path.absolute()) for path in paths]
    for seed in seeds:
        if given:
            yield given[seed % len(given)], seed
        else:
            yield on_disk(EXAMPLE) if seed % 8 == 0 else of_fixtures(seed), seed
