"""`scale-lsp rule`: what a rule means."""

from __future__ import annotations

import json

import click
from rich.console import Console
from rich.markdown import Markdown

from scale_lsp.catalogue import Entry
from scale_lsp.config import did_you_mean
from scale_lsp.engine.registry import registry


@click.command()
@click.argument("slug", required=False)
@click.option("--all", "every", is_flag=True, help="All rules.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(slug: str | None, every: bool, output_format: str) -> int:
    """Explain a rule: what happens, why it costs, how to mend it, when to leave it."""
    entries = registry().entries
    if every == (slug is not None):
        raise click.UsageError("give the name of a rule, or --all")
    if slug is not None and slug not in entries:
        raise click.UsageError(f"no rule `{slug}`{did_you_mean(slug, entries)}")
    chosen = list(entries.values()) if slug is None else [entries[slug]]
    if output_format == "json":
        pages = [entry.model_dump(mode="json") for entry in chosen]
        click.echo(json.dumps(pages if every else pages[0], indent=2))
        return 0
    console = Console()
    for entry in chosen:
        text = page(entry)
        if console.is_terminal:
            console.print(Markdown(text))
        else:
            click.echo(text)
    return 0


command.name = "rule"


def page(entry: Entry) -> str:
    """A rule's page as Markdown."""
    fix = "no automatic fix" if entry.fix == "none" else f"{entry.fix} fix"
    words = [entry.category, entry.severity, fix, *(["preview"] if entry.preview else [])]
    return f"# {entry.title} ({entry.slug})\n\n{' · '.join(words)}\n\n{entry.body}"
