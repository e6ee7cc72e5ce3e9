"""The command in this process: what starting Python for each call would only make slow."""

from __future__ import annotations

from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO

import click

from scale_lsp.cli.main import USAGE, cli


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


def run(*arguments: str) -> Done:
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = cli.main(arguments, standalone_mode=False)
        except click.ClickException as error:
            error.show()
            code = USAGE
    return Done(code, out.getvalue(), err.getvalue())
