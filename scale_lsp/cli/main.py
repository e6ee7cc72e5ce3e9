"""The command `scale-lsp`."""

from __future__ import annotations

import sys
import warnings

import click

from scale_lsp import __version__

CLEAN, FINDINGS, USAGE = 0, 1, 2


class LazyGroup(click.Group):
    """Commands are imported when they are called: `--version` needs none of them."""

    commands_in = {  # noqa: RUF012 - a constant table
        "check": "scale_lsp.cli.check",
        "baseline": "scale_lsp.cli.baseline",
        "budget": "scale_lsp.cli.budget_tests",
        "review": "scale_lsp.cli.review",
        "rule": "scale_lsp.cli.rule",
        "ask": "scale_lsp.cli.ask",
        "config": "scale_lsp.cli.config",
        "server": "scale_lsp.cli.server",
        "mcp": "scale_lsp.cli.mcp",
        "dev": "scale_lsp.cli.dev",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in self.commands_in if name != "dev"]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        from importlib import import_module

        if name not in self.commands_in:
            return None
        command: click.Command = import_module(self.commands_in[name]).command
        return command


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="scale-lsp")
def cli() -> None:
    """Finds Django code that will not scale: N+1 queries and more, explained in numbers, fixed in place."""


def main() -> None:
    """Entry point: expected errors are one line and exit status 2, never a traceback."""
    from scale_lsp.catalogue import CatalogueError
    from scale_lsp.config import ConfigError

    warnings.filterwarnings("ignore", module="<unknown>")  # what Python thinks of the texts that are checked
    try:
        code = cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = USAGE
    except click.Abort:
        code = 130
    except (ConfigError, CatalogueError) as error:
        click.echo(f"error: {error}", err=True)
        code = USAGE
    except BrokenPipeError:
        code = CLEAN
    sys.exit(code if isinstance(code, int) else CLEAN)
