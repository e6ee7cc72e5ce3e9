"""The configuration: one model for `pyproject.toml`, `scale-lsp.toml`, editor settings and the command line."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

import pathspec
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scale_lsp.catalogue import Entry
from scale_lsp.finding import Severity
from scale_lsp.options import Options

_NEWEST_DOCUMENTED = "6.1"


class ConfigError(Exception):
    """A configuration that cannot be used: the message names the file, the key and the reason."""


def _kebab(name: str) -> str:
    return name.replace("_", "-")


class Config(BaseModel):
    """What the user may set. Unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=_kebab, populate_by_name=True)

    select: tuple[str, ...] = Field((), description="Rules or categories to run; empty: all that are not in preview.")
    extend_select: tuple[str, ...] = Field((), description="Rules or categories to run besides.")
    ignore: tuple[str, ...] = Field((), description="Rules or categories to leave out.")
    preview: bool = Field(
        False, description="Also run the rules in preview; else such a rule runs only where it is selected by its name."
    )
    per_file_ignores: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="Path pattern to the rules that are left out in matching files."
    )
    exclude: tuple[str, ...] = Field(
        (), description="Path patterns, as in .gitignore, of files that are not looked at."
    )
    respect_gitignore: bool = Field(True, description="Leave out what .gitignore files leave out.")
    include_tests: bool = Field(False, description="Also look at tests, fixtures and conftest.py.")
    severity: dict[str, Severity] = Field(default_factory=dict, description="Rule to the severity it is shown with.")
    django_version: str | None = Field(
        None, description="Django version of the project, such as 5.2; else read from its lock or requirements files."
    )
    production_settings: tuple[str, ...] = Field(
        (),
        description="Settings modules of production, such as `project.settings.production`; else found by their names, "
        "by the deployment files or by `wsgi.py`.",
    )
    target_users: int = Field(1000, ge=1, description="Users the site is to carry; used for impact figures.")
    requests_per_user_per_minute: float = Field(
        2.0, gt=0, description="Requests that a user makes while on the site; used for estimates of capacity."
    )
    default_rows: int = Field(100, ge=1, description="Rows that a loop is assumed to visit; used for impact figures.")
    default_table_rows: int = Field(10_000, ge=1, description="Rows of a table that `rows` does not name.")
    small_table_rows: int = Field(200, ge=0, description="A table of at most so many rows may be read as a whole.")
    rows: dict[str, int] = Field(default_factory=dict, description='"app.Model" to the rows of its table.')
    page_size: int = Field(20, ge=1, description="Rows of a page, where a fix inserts pagination.")
    max_page_size: int = Field(100, ge=1, description="The most rows a client may ask for, where a fix sets a limit.")
    slice_limit: int = Field(100, ge=1, description="Rows that a fix leaves where it cuts a list short.")
    index_min_rows: int = Field(1000, ge=0, description="Indexes are advised for tables of at least so many rows.")
    index_max_per_model: int = Field(6, ge=1, description="The most indexes that are advised for one model.")
    cache_ttl: int = Field(300, ge=1, description="Seconds that a fix keeps something in the cache.")
    http_timeout_s: int = Field(10, ge=1, description="The timeout that fixes give to requests over the network.")
    email_timeout_s: int = Field(10, ge=1, description="The timeout that fixes give to the mail server.")
    websocket_max_connections: int = Field(
        1000, ge=1, description="Open WebSockets per process, where a fix sets a limit."
    )
    db_max_connections: int = Field(100, ge=1, description="Connections the database server accepts.")
    db_rtt_ms: float = Field(1.0, gt=0, description="Milliseconds of a round trip to the database; for estimates.")
    inlay_hints: bool = Field(False, description="Show in the editor what the code at a place adds, as `+n queries`.")
    code_lens: bool = Field(
        True, description="Show in the editor what a view, a task and the like ask the database, above their code."
    )
    jedi_hints: bool = Field(
        True, description="Ask jedi which model it is where names are completed and the analysis does not know it."
    )
    query_goal: int = Field(10, ge=1, description="Queries that a request should need at most.")

    def enabled(self, entry: Entry, relative_path: str = "") -> bool:
        """Whether a rule runs on a file, given by its path below the project's root."""
        groups = not entry.preview or self.preview
        selected = _names(self.select, entry, groups) if self.select else groups
        if not (selected or _names(self.extend_select, entry, groups)) or _names(self.ignore, entry):
            return False
        return not any(
            _names(rules, entry) and _matcher((pattern,)).match_file(relative_path)
            for pattern, rules in self.per_file_ignores.items()
        )

    def severity_of(self, entry: Entry) -> Severity:
        return self.severity.get(entry.slug, entry.severity)

    def rows_of(self, label: str) -> int:
        """The rows a loop over a model visits, by its `app.Model` label: those of its table, if they are known."""
        return self.options.table_rows(label) or self.default_rows

    @property
    def options(self) -> Options:
        """The numbers that rules go by."""
        return Options(**{one.name: getattr(self, one.name) for one in fields(Options)})

    @property
    def django(self) -> tuple[int, ...] | None:
        """The project's Django version as numbers; None when it is not known."""
        numbers = re.findall(r"\d+", self.django_version or "")
        return tuple(map(int, numbers)) or None

    @property
    def docs_version(self) -> str:
        """The version in links to Django's documentation."""
        return self.django_version or _NEWEST_DOCUMENTED

    def check_names(self, entries: Mapping[str, Entry]) -> None:
        """Raises ConfigError for a rule or category that does not exist."""
        known = {"ALL", *entries, *(entry.category for entry in entries.values())}
        groups = {"select": self.select, "extend-select": self.extend_select, "ignore": self.ignore}
        groups["severity"] = tuple(self.severity)
        groups["per-file-ignores"] = tuple(name for names in self.per_file_ignores.values() for name in names)
        for key, names in groups.items():
            for name in names:
                if name not in known:
                    raise ConfigError(f"{key}: no rule or category `{name}`{did_you_mean(name, known)}")


def _names(names: Iterable[str], entry: Entry, groups: bool = True) -> bool:
    """Whether names mean a rule: its own, or those of groups it belongs to."""
    meant = ("ALL", entry.slug, entry.category) if groups else (entry.slug,)
    return any(name in meant for name in names)


@lru_cache(maxsize=256)
def _matcher(patterns: tuple[str, ...]) -> pathspec.PathSpec[Any]:
    return pathspec.PathSpec.from_lines("gitignore", patterns)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f", did you mean `{close[0]}`?" if close else ""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A configuration, the file it came from, and where each value that is not a default came from."""

    config: Config
    file: Path | None
    origins: Mapping[str, str]


CONFIG_FILES = ("scale-lsp.toml", ".scale-lsp.toml", "pyproject.toml")


def load_config(folder: Path, overrides: Mapping[str, Any] | None = None, file: Path | None = None) -> Loaded:
    """The configuration for a folder: the nearest file upwards, then `overrides` (keys as in the file).

    Raises ConfigError.
    """
    file, values = (file, _read(file)) if file else _nearest(folder)
    origins = dict.fromkeys(values, str(file))
    for key, value in (overrides or {}).items():
        values[key] = value
        origins[key] = "command line"
    config = _validated(values, file)
    if config.django_version is None and (found := detect_django(file.parent if file else folder)):
        config = config.model_copy(update={"django_version": found[0]})
        origins["django-version"] = found[1]
    return Loaded(config, file, origins)


def _validated(values: Mapping[str, Any], file: Path | None) -> Config:
    where = f"{file}: " if file else ""
    known = {_kebab(name) for name in Config.model_fields}
    for key in values:
        if key not in known:
            raise ConfigError(f"{where}unknown key `{key}`{did_you_mean(key, known)}")
    try:
        return Config.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise ConfigError(f"{where}{key}: {first['msg']}") from error


def _nearest(folder: Path) -> tuple[Path | None, dict[str, Any]]:
    for parent in (folder, *folder.parents):
        for name in CONFIG_FILES:
            path = parent / name
            if path.is_file() and (name != "pyproject.toml" or "scale-lsp" in _toml(path).get("tool", {})):
                return path, _read(path)
    return None, {}


def _read(path: Path) -> dict[str, Any]:
    values = _toml(path)
    if path.name == "pyproject.toml":
        values = values.get("tool", {}).get("scale-lsp", {})
    return dict(values)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ConfigError(f"{path}: {error}") from error


_LOCKED = re.compile(r'name = "django"\s*\nversion = "(\d+\.\d+)', re.I)
_REQUIRED = re.compile(r"^\s*[\"']?django\s*(?:\[[^\]]*\])?\s*(?:==|~=|>=|>)\s*(\d+\.\d+)", re.I | re.M)
_PIPFILE = re.compile(r'"django":\s*\{[^}]*"version":\s*"==(\d+\.\d+)', re.I | re.S)


def detect_django(folder: Path) -> tuple[str, str] | None:
    """The project's Django version (`5.2`) and the file that tells: lock files first, then requirements."""
    sources = [
        *((folder / name, _LOCKED) for name in ("uv.lock", "poetry.lock", "pdm.lock")),
        (folder / "Pipfile.lock", _PIPFILE),
        *((path, _REQUIRED) for path in sorted(folder.glob("requirements*.txt"))),
        *((path, _REQUIRED) for path in sorted((folder / "requirements").glob("*.txt"))),
        (folder / "pyproject.toml", _REQUIRED),
    ]
    for path, pattern in sources:
        if path.is_file() and (match := pattern.search(path.read_text(encoding="utf-8", errors="replace"))):
            return match.group(1), str(path)
    return None
