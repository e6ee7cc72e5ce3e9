"""The catalogue: what each rule means, read from the pages in `rules/<category>/<slug>.md`.

A page is TOML front matter between `+++` lines, then prose with fenced `python bad` and `python good` blocks.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scale_lsp.finding import Safety, Severity

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]


class CatalogueError(Exception):
    """A rule page that cannot be used; the message names the file and the reason."""


class PageImpact(BaseModel):
    """The cost in words: `now` and `fixed` are formulas such as `1 + n`, `n` says what is counted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    resource: Literal["queries", "rows", "scanned rows", "memory", "locks", "connections"]
    now: str
    fixed: str
    n: str


class Entry(BaseModel):
    """One rule's page."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    slug: Slug
    category: Slug
    title: str
    message: str
    """A `str.format` template, filled with the values of a finding."""
    severity: Severity
    fix: Literal["safe", "unsafe", "manual", "none"] = "none"
    preview: bool = False
    """Whether the rule is off until it is asked for: too few of its findings on real projects are worth a change."""
    impact: PageImpact | None = None
    seeds: tuple[str, ...] = ()
    django: str = ">=4.2"
    docs: tuple[str, ...] = ()
    """Links; `{version}` stands for the project's Django version."""
    proof: Literal["django", "static"] = "django"
    proof_reason: str = ""
    body: str = Field(repr=False)

    @property
    def safety(self) -> Safety | None:
        return None if self.fix == "none" else Safety(self.fix)

    @property
    def bad_examples(self) -> tuple[str, ...]:
        return _blocks(self.body, "bad")

    @property
    def good_examples(self) -> tuple[str, ...]:
        return _blocks(self.body, "good")


def _blocks(body: str, kind: str) -> tuple[str, ...]:
    return tuple(re.findall(rf"^```python {kind}\n(.*?)^```", body, re.M | re.S))


def parse_page(path: Path) -> Entry:
    """The entry of one page. Raises CatalogueError."""
    text = path.read_text(encoding="utf-8")
    match = re.match(r"\+\+\+\n(.*?)^\+\+\+\n(.*)", text, re.M | re.S)
    if match is None:
        raise CatalogueError(f"{path}: a rule page begins with TOML between two +++ lines")
    try:
        values: dict[str, Any] = tomllib.loads(match.group(1))
        return Entry(slug=path.stem, category=path.parent.name, body=match.group(2).strip() + "\n", **values)
    except (tomllib.TOMLDecodeError, ValidationError, TypeError) as error:
        raise CatalogueError(f"{path}: {error}") from error


def pages_folder() -> Path:
    """`rules/` of a source checkout, or the copy inside the installed package."""
    package = Path(__file__).parent
    installed = package / "_rules"
    return installed if installed.is_dir() else package.parent / "rules"


@cache
def entries() -> Mapping[str, Entry]:
    """All rules by slug, ordered by category and slug. Raises CatalogueError for a page that is not in order."""
    found = {}
    for path in sorted(pages_folder().glob("*/*.md")):
        entry = parse_page(path)
        found[entry.slug] = entry
    if not found:
        raise CatalogueError(f"{pages_folder()}: no rule pages")
    return found
