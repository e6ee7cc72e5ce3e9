"""`scale-lsp baseline`: write down the findings that are there, so that `check --baseline` shows only what comes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console

from scale_lsp.cli.comparison import everything, in_baseline, stale
from scale_lsp.cli.main import CLEAN
from scale_lsp.cli.projects import Projects
from scale_lsp.cli.reading import Wanted, configured, indexed, wanted
from scale_lsp.engine.known import Known, compare, known
from scale_lsp.workspace.baseline import save

DEFAULT = "scale-lsp-baseline.json"
_Command = TypeVar("_Command", bound=Callable[..., Any])


@click.group()
def command() -> None:
    """Keep a file of the findings to live with, for `check --baseline FILE`."""


command.name = "baseline"


def _arguments(function: _Command) -> _Command:
    file = click.option(
        "--file", type=click.Path(path_type=Path, dir_okay=False), default=DEFAULT, show_default=True, help="The file."
    )
    paths = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
    return paths(file(configured(function)))


@command.command()
@_arguments
def create(paths: tuple[Path, ...], file: Path, config_file: Path | None, **overrides: Any) -> int:
    """Write down all findings in files and folders (default: the current folder)."""
    if file.exists():
        raise click.UsageError(f"{file} is there already: `scale-lsp baseline update` writes it anew")
    of = wanted(paths, overrides, config_file)
    return _save(file, _findings(_project(of), of), [])


@command.command()
@_arguments
def update(paths: tuple[Path, ...], file: Path, config_file: Path | None, **overrides: Any) -> int:
    """Write down all findings anew; what the file says of other files and of rules that do not run stays."""
    of = wanted(paths, overrides, config_file)
    before = in_baseline(file).findings
    judged = set(map(id, stale(before, of)))
    kept = [one for one in before if id(one) not in judged]
    return _save(file, [*kept, *_findings(_project(of), of)], before)


@command.command()
@_arguments
def prune(paths: tuple[Path, ...], file: Path, config_file: Path | None, **overrides: Any) -> int:
    """Forget what is not found any more, and add nothing."""
    of = wanted(paths, overrides, config_file)
    before = in_baseline(file)
    project = _project(of)
    compared = compare(before.findings, project.snapshot(), everything(project, of.config), before.changes)
    gone = set(map(id, stale(compared.gone, of)))
    return _save(file, [one for one in before.findings if id(one) not in gone], before.findings)


def _project(of: Wanted) -> Projects:
    """The projects, if all rules can look at it: what a broken rule would find must not be forgotten."""
    project = indexed(of, Console(stderr=True, soft_wrap=True))
    broken = project.broken(of.config)
    if broken:
        raise click.ClickException(f"these failed, so nothing was written: {', '.join(sorted(broken))}")
    return project


def _findings(project: Projects, of: Wanted) -> list[Known]:
    found = [one for one in everything(project, of.config) if of.has(one.location.path)]
    return list(known(project.snapshot(), found))


def _save(file: Path, findings: Sequence[Known], before: Sequence[Known]) -> int:
    try:
        save(file, findings)
    except OSError as error:
        raise click.UsageError(f"{file}: {error.strerror}") from error
    grown = f" ({len(findings) - len(before):+})" if before else ""
    click.echo(f"{file}: {len(findings)} finding{'' if len(findings) == 1 else 's'}{grown}.")
    return CLEAN
