"""`scale-lsp config`: the configuration in force, and where each value came from."""

from __future__ import annotations

import json
from pathlib import Path

import click

from scale_lsp.config import Config, load_config
from scale_lsp.workspace import find_root


@click.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True), default=Path())
def command(path: Path) -> int:
    """Show every setting for PATH, its value and its origin."""
    loaded = load_config(find_root(path.absolute()))
    for name, field in Config.model_fields.items():
        key = field.alias or name.replace("_", "-")
        value = json.dumps(loaded.config.model_dump(mode="json")[name])
        click.echo(f"{key} = {value}  # {loaded.origins.get(key, 'default')}")
    return 0


command.name = "config"
