"""`scale-lsp review`: post what `check --report github-review=FILE` has written."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from scale_lsp.cli.main import CLEAN
from scale_lsp.cli.posting import PostingError, to_github, to_gitlab


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def command(file: Path) -> int:
    """Post a review from a job of GitHub Actions or GitLab CI.

    FILE is what `check --report github-review=FILE` or `--report gitlab-review=FILE` has written. Comments that are
    there already are not made again. GitHub wants GITHUB_TOKEN in the environment, GitLab SCALE_LSP_TOKEN.
    """
    try:
        review = json.loads(file.read_text(encoding="utf-8"))
        posted = to_github(review, os.environ) if isinstance(review, dict) else to_gitlab(review, os.environ)
    except (ValueError, KeyError, TypeError) as error:
        raise click.UsageError(f"{file}: not a review: {error}") from error
    except PostingError as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"{posted} new comment{'' if posted == 1 else 's'}.")
    return CLEAN


command.name = "review"
