"""`scale-lsp endpoints`: what each entry point of a project asks the database."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import click
from rich.console import Console

from scale_lsp.cli.main import CLEAN
from scale_lsp.cli.reading import configured, indexed_one, wanted
from scale_lsp.config import did_you_mean
from scale_lsp.index.uses import uses_django
from scale_lsp.report.entry_point_tables import explained, markdown, notes, table_of
from scale_lsp.report.entry_points import EntryPoint, Sort, entry_points, matching, ordered
from scale_lsp.report.markdown_text import Links
from scale_lsp.report.plain import as_json

_WIDE = 400
"""Columns where nobody's terminal limits them."""


@click.command()
@click.argument("path", type=click.Path(path_type=Path), default=Path())
@click.option("--sort", type=click.Choice(get_args(Sort)), default="cost", show_default=True)
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Show so many at most.")
@click.option("--explain", "name", metavar="NAME", help="Show what a view, task or address asks, step by step.")
@click.option("--output-format", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@configured
def command(
    path: Path,
    sort: Sort,
    limit: int | None,
    name: str | None,
    output_format: str,
    config_file: Path | None,
    **given: Any,
) -> int:
    """List the entry points of PATH by what they ask the database, for the numbers of rows that are configured."""
    of = wanted([path], given, config_file)
    errors = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
    snapshot = indexed_one(of, errors).snapshot()
    if not uses_django(snapshot, of.has):
        raise click.UsageError(f"{path}: there is no Django project")
    found = entry_points(snapshot, of.config, of.has)
    chosen = ordered(found.entry_points if name is None else _meant(found.entry_points, name), sort)[:limit]
    if output_format == "json":
        click.echo(as_json(replace(found, entry_points=tuple(chosen))), nl=False)
    elif output_format == "markdown":
        click.echo(markdown(found, chosen, Links(), steps=name is not None), nl=False)
    else:
        out = Console(highlight=False, markup=False)
        if not out.is_terminal:
            out.width = _WIDE
        for one in chosen if name is not None else ():
            out.print(explained(one))
            out.print()
        if name is None:
            out.print(table_of(chosen) if chosen else "No entry point was found.")
            out.print()
        out.print(notes(found), soft_wrap=True)
    return CLEAN


command.name = "endpoints"


def _meant(found: tuple[EntryPoint, ...], name: str) -> list[EntryPoint]:
    chosen = matching(found, name)
    if not chosen:
        known = [one.name for one in found]
        raise click.UsageError(f"no entry point `{name}`{did_you_mean(name, known)}")
    return chosen
