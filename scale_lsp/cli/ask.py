"""`scale-lsp ask`: questions about a project, answered from its code."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.markdown import Markdown

from scale_lsp.assistant.answer import Links, Question, Reply
from scale_lsp.assistant.ask import ask
from scale_lsp.assistant.view import View
from scale_lsp.report.full import relative
from scale_lsp.workspace import Followed, find_root, write_all

PROMPT = "> "
_ENDS = frozenset({"exit", "quit", "bye", "q"})


@click.command()
@click.argument("text", required=False)
@click.argument("path", required=False)
@click.option("--conversation", default="", metavar="STATE", help="Go on: the state that came with the last answer.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(text: str | None, path: str | None, conversation: str, output_format: str) -> int:
    """Ask TEXT about the project of PATH: a folder, a file, or a line of it such as shop/views.py:12.

    Without TEXT it goes on asking. Nothing is changed before somebody says yes to a diff.
    """
    where, line = _place(path or ".")
    if not where.exists():
        raise click.UsageError(f"{where}: no such file or folder")
    followed = Followed(find_root(where))
    here = where.as_posix() if where.is_file() else None

    def answer(text: str, conversation: str) -> Reply:
        followed.refresh()
        view = View(followed.project, followed.config)
        links = Links(lambda path: relative(path).replace(os.sep, "/"))
        reply = ask(Question(text, here, line, conversation), view, links)
        if reply.change is not None:
            write_all(reply.change.result.texts, reply.change.result.new_files)
        return reply

    if text is not None:
        reply = answer(text, conversation)
        _show(reply, output_format)
        if output_format == "text" and "yes" in reply.suggestions:
            click.echo(f"\nTo say yes: scale-lsp ask yes {path or '.'} --conversation {reply.conversation}")
        return 0
    while (said := _said()) is not None:
        reply = answer(said, conversation)
        conversation = reply.conversation
        _show(reply, output_format)
    return 0


command.name = "ask"


def _place(text: str) -> tuple[Path, int | None]:
    """A path, and the line behind it, from zero."""
    match = re.fullmatch(r"(.+?):(\d+)(?::\d+)?", text)
    if match is None or Path(text).exists():
        return Path(text).absolute(), None
    return Path(match[1]).absolute(), max(int(match[2]) - 1, 0)


def _said() -> str | None:
    """The next question; None at the end."""
    if sys.stdin.isatty():
        click.echo(PROMPT, nl=False)
    line = sys.stdin.readline()
    return None if not line or line.strip().lower() in _ENDS else line


def _show(reply: Reply, output_format: str) -> None:
    if output_format == "json":
        found = {"text": reply.text, "intent": reply.intent, "suggestions": list(reply.suggestions)}
        click.echo(json.dumps({**found, "applied": reply.change is not None, "conversation": reply.conversation}))
        return
    console = Console()
    if console.is_terminal:
        console.print(Markdown(reply.text))
    else:
        click.echo(reply.text)
