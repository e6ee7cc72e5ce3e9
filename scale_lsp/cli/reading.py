"""What the commands that look at projects share: which files are meant, by which configuration, and their texts."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import track

from scale_lsp.cli.projects import Projects
from scale_lsp.config import Config, load_config
from scale_lsp.engine.registry import registry
from scale_lsp.index.project import Project
from scale_lsp.report.full import relative
from scale_lsp.text.migrations import is_migration
from scale_lsp.workspace import Unreadable, discover, find_root, layout, read
from scale_lsp.workspace.since import old_migrations

_Command = TypeVar("_Command", bound=Callable[..., Any])


def names(ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Names that are given one by one or with commas."""
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


_OPTIONS = (
    click.option("--select", multiple=True, callback=names, metavar="RULES", help="Rules or categories to run."),
    click.option("--extend-select", multiple=True, callback=names, metavar="RULES", help="Rules to run besides."),
    click.option("--ignore", multiple=True, callback=names, metavar="RULES", help="Rules or categories to leave out."),
    click.option("--preview", is_flag=True, help="Also run the rules in preview."),
    click.option("--config", "config_file", type=click.Path(path_type=Path, exists=True, dir_okay=False)),
    click.option("--django-version", metavar="VERSION", help="Django version of the project, such as 5.2."),
    click.option("--target-users", type=click.IntRange(1), help="Users the site is to carry."),
)


def configured(command: _Command) -> _Command:
    """The options that count more than the configuration file, for a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asked about."""

    paths: tuple[Path, ...]
    root: Path
    config: Config

    def has(self, path: str) -> bool:
        return any(path == (base := one.as_posix()) or path.startswith(base.rstrip("/") + "/") for one in self.paths)


def wanted(
    paths: Iterable[Path], given: Mapping[str, Any], config_file: Path | None, unsaved: Path | None = None
) -> Wanted:
    """The project around some paths, with its configuration. `unsaved` need not be there."""
    absolute = [path.absolute() for path in paths] or [(unsaved or Path()).absolute()]
    for path in absolute:
        if not path.exists() and path != (unsaved.absolute() if unsaved else None):
            raise click.UsageError(f"{path}: no such file or folder")
    root = find_root(Path(os.path.commonpath([p if p.is_dir() else p.parent for p in absolute])))
    overrides = {key.replace("_", "-"): value for key, value in given.items() if value}
    config = load_config(root, overrides, config_file).config
    config.check_names(registry().entries)
    return Wanted(tuple(absolute), root, config)


def indexed_one(of: Wanted, errors: Console) -> Project:
    """The whole project of the paths. Raises UsageError where there are several."""
    projects = indexed(of, errors)
    first, *others = projects
    if others:
        folders = ", ".join(map(relative, projects.layout.projects))
        raise click.UsageError(f"{of.root} has several Django projects; name one of them: {folders}")
    return first


def indexed(of: Wanted, errors: Console, *, force_exclude: bool = False) -> Projects:
    """The whole projects of the paths: what a view reads is often declared elsewhere. What is left out is named.

    A file that is named is in even when its folder is excluded; not with `force_exclude`.
    """
    problems: list[Unreadable] = []

    def warn(text: str) -> None:
        errors.print(f"warning: {text}", markup=False, highlight=False)

    files = list(discover(of.root, of.config, warn))
    if not force_exclude:
        named = (p.as_posix() for p in of.paths if p.is_file() and p.suffix == ".py")
        files += [path for path in named if path not in set(files)]
    projects = Projects(of.root.as_posix(), layout(of.root.as_posix(), files))
    shown: Iterable[str] = files
    if errors.is_terminal:
        shown = track(files, "Reading", console=errors, transient=True)
    for path in shown:
        text = read(path)
        if isinstance(text, Unreadable):
            problems.append(text)
        else:
            projects.put(path, text)
    if any(map(is_migration, files)):
        projects.know_migrations(old_migrations(of.root))
    for problem in problems:
        warn(f"{relative(problem.path)}: left out, {problem.reason}")
    return projects
