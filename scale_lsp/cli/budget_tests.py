"""`scale-lsp budget`: tests that pin the queries of requests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from rich.console import Console

from scale_lsp.cli.main import CLEAN, FINDINGS
from scale_lsp.cli.reading import configured, indexed_one, wanted
from scale_lsp.engine.budget_tests import BudgetTest, Refused, budget_test, module
from scale_lsp.engine.endpoints import Endpoint, endpoints
from scale_lsp.workspace import create


@click.command()
@click.argument("names", nargs=-1)
@click.option("--file", type=click.Path(path_type=Path, dir_okay=False), help="Write a new file; else print the tests.")
@configured
def command(names: tuple[str, ...], file: Path | None, config_file: Path | None, **overrides: Any) -> int:
    """Write tests of what requests may ask the database: of those named (`shop.views.orders`, `/orders/`), or of all.

    Each pins the number of queries that are left when the findings are fixed. Make the rows before you run it.
    """
    errors = Console(stderr=True, soft_wrap=True)
    of = wanted((), overrides, config_file)
    project = indexed_one(of, errors)
    chosen = [one for one in endpoints(project.snapshot(), of.config) if not names or _is_named(one, names)]
    unknown = [name for name in names if not any(_is_named(one, (name,)) for one in chosen)]
    if unknown:
        raise click.UsageError(f"no endpoint {', '.join(unknown)}")
    tests: list[BudgetTest] = []
    for one in chosen:
        made = budget_test(one, of.root.as_posix())
        if isinstance(made, BudgetTest):
            tests.append(made)
        elif isinstance(made, Refused) and names:
            errors.print(f"warning: {one.name}: no test, {made.reason}", markup=False, highlight=False)
    if not tests:
        errors.print("Nothing to test.")
        return FINDINGS
    text = module(tests)
    if file is None:
        click.echo(text, nl=False)
        return CLEAN
    try:
        create(str(file), text)
    except OSError as error:
        raise click.UsageError(f"{file}: {error.strerror}") from error
    click.echo(f"{file}: {len(tests)} test{'' if len(tests) == 1 else 's'}.", err=True)
    return CLEAN


command.name = "budget"


def _is_named(endpoint: Endpoint, names: tuple[str, ...]) -> bool:
    return endpoint.name in names or any(route in names for route in endpoint.routes)
