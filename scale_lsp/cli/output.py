"""What `check` says: to the terminal, to standard output in a format for programs, and into files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console

from scale_lsp.cli.comparison import News
from scale_lsp.engine.registry import registry
from scale_lsp.finding import Finding, Safety
from scale_lsp.report.formats import FORMATS, written
from scale_lsp.report.full import concise, full
from scale_lsp.report.report import Report

OutputFormat = click.Choice(["full", "concise", *FORMATS])


@dataclass(frozen=True, slots=True)
class Destination:
    """A file and the format to write it in."""

    format: str
    file: Path


def destinations(ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[Destination, ...]:
    """`--report sarif=scale.sarif`, as often as wanted."""
    found = []
    for value in values:
        name, _, file = value.partition("=")
        if name not in FORMATS or not file:
            raise click.BadParameter(f"{value!r} is not FORMAT=FILE, where FORMAT is one of {', '.join(FORMATS)}")
        found.append(Destination(name, Path(file)))
    return tuple(found)


def save(report: Report, wanted: Sequence[Destination]) -> None:
    """Raises UsageError where a file cannot be written."""
    for one in wanted:
        try:
            one.file.write_text(written(report, one.format), encoding="utf-8", newline="\n")
        except OSError as error:
            raise click.UsageError(f"{one.file}: {error.strerror}") from error


def say(report: Report, found: News, since: str, output_format: str, files: int, *, err: bool) -> None:
    """The findings and a last line that sums them up; `err`: on the standard error."""
    if output_format in FORMATS:
        click.echo(written(report, output_format), nl=False, err=err)
        return
    out = Console(soft_wrap=True, highlight=False, markup=False, stderr=err)
    for item in report.shown:
        if output_format == "full":
            out.print(full(item.finding, item.fix, report.snapshot, report.config))
        else:
            out.print(concise(item.finding, report.config))
    out.print(_summary(found, since, files))


def statistics(findings: Sequence[Finding], output_format: str, *, err: bool) -> None:
    """How many findings each rule has."""
    counts = Counter(f.rule for f in findings)
    rows = [{"rule": slug, "count": n, "title": registry().entries[slug].title} for slug, n in counts.most_common()]
    if output_format == "json":
        click.echo(json.dumps(rows, indent=2), err=err)
        return
    for row in rows:
        click.echo(f"{row['count']:>5}  {row['rule']}  {row['title']}", err=err)


def _summary(found: News, since: str, files: int) -> str:
    findings = found.findings
    if since:
        known = f" ({found.known} known)" if found.known else ""
        return f"{count(len(findings), 'new finding') if findings else 'Nothing new'} since {since}{known}."
    if not findings:
        return f"All checks passed! ({count(files, 'file')})"
    where = count(len({f.location.path for f in findings}), "file")
    safe = sum(f.fixable is Safety.SAFE for f in findings)
    unsafe = sum(f.fixable is Safety.UNSAFE for f in findings)
    notes = list(_notes(safe, unsafe))
    return f"Found {count(len(findings), 'finding')} in {where}" + (f" ({', '.join(notes)})." if notes else ".")


def _notes(safe: int, unsafe: int) -> Iterator[str]:
    if safe:
        yield f"{safe} fixable with `--fix`"
    if unsafe:
        yield f"{unsafe} more with `--unsafe-fixes`"


def count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
