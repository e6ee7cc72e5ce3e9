"""`scale-lsp report`: is a project ready for so many users?"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markdown import Markdown

from scale_lsp.cli.main import CLEAN
from scale_lsp.cli.reading import configured, indexed_one, wanted
from scale_lsp.index.uses import uses_django
from scale_lsp.report.markdown_text import Links
from scale_lsp.report.readiness.build import readiness
from scale_lsp.report.readiness.formats import FORMATS, written

_SUFFIXES = {".md": "md", ".html": "html", ".htm": "html", ".json": "json"}


@click.command()
@click.argument("path", type=click.Path(path_type=Path), default=Path())
@click.option("--users", type=click.IntRange(1), help="Users the site is to carry, instead of `target-users`.")
@click.option("--format", "name", type=click.Choice(FORMATS), help="Default: as FILE is called, else md.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write to a file."
)
@configured
def command(
    path: Path, users: int | None, name: str | None, output: Path | None, config_file: Path | None, **given: Any
) -> int:
    """Say whether the project in PATH is ready for its users, what limits it, and what to do in which order."""
    of = wanted([path], {**given, "target_users": users or given["target_users"]}, config_file)
    errors = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
    snapshot = indexed_one(of, errors).snapshot()
    if not uses_django(snapshot, of.has):
        raise click.UsageError(f"{path}: there is no Django project")
    report = readiness(snapshot, of.config, of.has)
    chosen = name or _SUFFIXES.get(output.suffix.lower() if output else "", "md")
    text = written(report, chosen, Links(_base(of.root, output.absolute().parent if output else Path.cwd())))
    if output is not None:
        try:
            output.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise click.UsageError(f"{output}: {error.strerror}") from error
        errors.print(f"{report.verdict.status}: {output}")
        return CLEAN
    out = Console()
    if chosen == "md" and out.is_terminal:
        out.print(Markdown(text))
    else:
        click.echo(text, nl=False)
    return CLEAN


command.name = "report"


def _base(root: Path, reader: Path) -> str:
    """The root of the project as seen from the folder where the report is read."""
    try:
        relative = Path(os.path.relpath(root, reader)).as_posix()
    except ValueError:  # on another drive
        return root.as_uri()
    return "" if relative == "." else relative
