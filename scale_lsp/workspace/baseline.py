"""A baseline: the findings that a team has decided to live with, in a file that is kept beside the code.

One line for each, by file and rule, so that two branches that change different files can be merged.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scale_lsp.engine.known import Known


class BaselineError(Exception):
    """A baseline that cannot be used; the message names the file and the reason."""


class Line(BaseModel):
    """Equal findings of one file. What identifies them is the fingerprint; the message is for readers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str
    rule: str
    message: str
    fingerprint: str
    count: int = Field(1, ge=1)


class Baseline(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1]
    findings: tuple[Line, ...]


def load(file: Path) -> list[Known]:
    """The findings of a baseline, with absolute paths. Raises BaselineError."""
    try:
        lines = Baseline.model_validate_json(file.read_bytes()).findings
    except OSError as error:
        raise BaselineError(f"{file}: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise BaselineError(f"{file}: {where + ': ' if where else ''}{first['msg']}") from error
    folder = file.absolute().parent
    return [
        Known(line.fingerprint, line.rule, Path(os.path.normpath(folder / line.path)).as_posix(), line.message)
        for line in lines
        for _ in range(line.count)
    ]


def save(file: Path, findings: Iterable[Known]) -> None:
    """Write a baseline; paths are from its folder."""
    lines = [json.dumps(line.model_dump(exclude_defaults=True), ensure_ascii=False) for line in _lines(file, findings)]
    text = ",".join(f"\n    {line}" for line in lines)
    end = "\n  " if lines else ""
    file.write_text(f'{{\n  "version": 1,\n  "findings": [{text}{end}]\n}}\n', encoding="utf-8", newline="\n")


def _lines(file: Path, findings: Iterable[Known]) -> Iterator[Line]:
    folder = file.absolute().parent
    counts = Counter(
        (os.path.relpath(one.path, folder).replace(os.sep, "/"), one.rule, one.message, one.fingerprint)
        for one in findings
    )
    for (path, rule, message, fingerprint), count in sorted(counts.items()):
        yield Line(path=path, rule=rule, message=message, fingerprint=fingerprint, count=count)
