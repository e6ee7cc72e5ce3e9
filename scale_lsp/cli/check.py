"""`scale-lsp check`: find, explain and fix."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from scale_lsp.cli import gate
from scale_lsp.cli.comparison import Before, News, at_revision, in_baseline, news, say_stale
from scale_lsp.cli.main import CLEAN, FINDINGS, USAGE
from scale_lsp.cli.reading import configured, indexed, names, wanted
from scale_lsp.config import Config, ConfigError
from scale_lsp.engine.check import check, project_findings
from scale_lsp.engine.fix import fix, fix_all
from scale_lsp.engine.registry import registry
from scale_lsp.finding import Finding, Safety
from scale_lsp.index.project import Project
from scale_lsp.report.full import concise, full, relative, unified
from scale_lsp.report.json import finding_json
from scale_lsp.text.plain import TextFile
from scale_lsp.workspace import create, write


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@configured
@click.option("--output-format", type=click.Choice(["full", "concise", "json"]), default="full", show_default=True)
@click.option("--fix", "apply", is_flag=True, help="Apply safe fixes.")
@click.option("--unsafe-fixes", is_flag=True, help="Include fixes that may change something observable.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--statistics", is_flag=True, help="Count findings by rule.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are findings.")
@click.option(
    "--fail-on",
    multiple=True,
    callback=names,
    metavar="NAMES",
    help="Exit with 1 only for findings of this severity or worse, of this category or rule, or for `new` ones.",
)
@click.option(
    "--diff-base",
    metavar="REV",
    help="Report only what is new or worse since a git revision; since the last common ancestor with REV... .",
)
@click.option(
    "--baseline",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Report only what is not in this file; see `scale-lsp baseline`.",
)
@click.option("--stdin-filename", type=click.Path(path_type=Path), help="Check standard input as this file.")
def command(
    paths: tuple[Path, ...],
    output_format: str,
    apply: bool,
    unsafe_fixes: bool,
    diff: bool,
    statistics: bool,
    exit_zero: bool,
    fail_on: tuple[str, ...],
    diff_base: str | None,
    baseline: Path | None,
    stdin_filename: Path | None,
    config_file: Path | None,
    **overrides: Any,
) -> int:
    """Check files and folders (default: the current folder)."""
    of = wanted(paths, overrides, config_file, stdin_filename)
    config = of.config
    gate.check_names(fail_on, registry().entries, compares=diff_base is not None or baseline is not None)
    errors = Console(stderr=True, soft_wrap=True)
    project = indexed(of, errors)
    if stdin_filename is not None:
        project.put(stdin_filename.absolute().as_posix(), sys.stdin.read())
    befores = [at_revision(project, of.root, diff_base, config)] if diff_base is not None else []
    befores += [in_baseline(baseline)] if baseline is not None else []
    targets = [path for path in project.snapshot().paths if of.has(path)]
    found = _findings(project, targets, config, befores)
    broken = project_findings(project.snapshot(), config).broken
    for slug, reason in broken.items():
        last = reason.strip().splitlines()[-1]
        errors.print(f"error: rule {slug} failed and was left out: {last}", markup=False, highlight=False)
    _syntax_warnings(project, targets, errors)
    if baseline is not None:
        say_stale(baseline, found.gone.get(baseline.name, ()), of, errors)
    if diff or apply:
        befores = [before.without_places() for before in befores]
        found = _fix(project, targets, found, config, befores, unsafe_fixes, diff)
    status = _status(found.findings, exit_zero, broken, fail_on)
    if diff:
        return status
    out = Console(soft_wrap=True, highlight=False, markup=False)
    since = " and ".join(before.words for before in befores)
    _report(out, project, found, since, config, output_format, statistics, unsafe_fixes, _code(project, targets))
    return status


command.name = "check"


def _code(project: Project, targets: list[str]) -> int:
    """How many of the files are Python or templates; the others only say how these run."""
    return sum(not isinstance(project.snapshot().sources[path], TextFile) for path in targets)


def _status(findings: Iterable[Finding], exit_zero: bool, broken: dict[str, str], fail_on: Iterable[str]) -> int:
    if broken:
        return USAGE
    return FINDINGS if not exit_zero and gate.fails(findings, fail_on, registry().entries) else CLEAN


def _findings(project: Project, targets: list[str], config: Config, befores: list[Before]) -> News:
    if befores:
        return news(project, befores, targets, config)
    snapshot = project.snapshot()
    return News([finding for path in targets for finding in check(snapshot, path, config)])


def _syntax_warnings(project: Project, targets: list[str], errors: Console) -> None:
    for path in targets:
        source = project.snapshot().source(path)
        for problem in source.problems[:1] if source else ():
            line = problem.position.line + 1
            errors.print(f"warning: {relative(path)}:{line}: {problem.message}", markup=False, highlight=False)


def _fix(
    project: Project, targets: list[str], found: News, config: Config, befores: list[Before], unsafe: bool, diff: bool
) -> News:
    """Write or show the fixes; what is left afterwards, or would be shown."""
    among = (lambda: news(project, befores, targets, config).findings) if befores else None
    result = fix_all(project, targets, config, unsafe, among=among)
    snapshot = project.snapshot()
    for path, text in sorted(result.texts.items()):
        if diff:
            click.echo(unified(path, snapshot.sources[path].text, text), nl=False)
        else:
            write(path, text)
            project.put(path, text)
    for new in result.new_files:
        if diff:
            click.echo(unified(new.path, None, new.text), nl=False)
        else:
            create(new.path, new.text)
            project.put(new.path, new.text)
    if result.applied:
        verb = "Would fix" if diff else "Fixed"
        files = len(result.texts) + len(result.new_files)
        click.echo(f"{verb} {_count(result.applied, 'finding')} in {_count(files, 'file')}.", err=True)
    return found if diff else _findings(project, targets, config, befores)


def _report(
    out: Console,
    project: Project,
    found: News,
    since: str,
    config: Config,
    output_format: str,
    statistics: bool,
    unsafe: bool,
    files: int,
) -> None:
    snapshot, findings = project.snapshot(), found.findings
    if statistics:
        counts = Counter(f.rule for f in findings)
        rows = [{"rule": slug, "count": n, "title": registry().entries[slug].title} for slug, n in counts.most_common()]
        if output_format == "json":
            click.echo(json.dumps(rows, indent=2))
        else:
            for row in rows:
                out.print(f"{row['count']:>5}  {row['rule']}  {row['title']}")
        return
    if output_format == "json":
        click.echo(json.dumps([finding_json(f, fix(snapshot, f, config), config) for f in findings], indent=2))
        return
    for finding in findings:
        if output_format == "full":
            out.print(full(finding, fix(snapshot, finding, config), snapshot, config))
        else:
            out.print(concise(finding, config))
    out.print(_summary(found, since, files))


def _summary(found: News, since: str, files: int) -> str:
    findings = found.findings
    if since:
        known = f" ({found.known} known)" if found.known else ""
        return f"{_count(len(findings), 'new finding') if findings else 'Nothing new'} since {since}{known}."
    if not findings:
        return f"All checks passed! ({_count(files, 'file')})"
    where = _count(len({f.location.path for f in findings}), "file")
    safe = sum(f.fixable is Safety.SAFE for f in findings)
    unsafe = sum(f.fixable is Safety.UNSAFE for f in findings)
    notes = list(_notes(safe, unsafe))
    return f"Found {_count(len(findings), 'finding')} in {where}" + (f" ({', '.join(notes)})." if notes else ".")


def _notes(safe: int, unsafe: int) -> Iterator[str]:
    if safe:
        yield f"{safe} fixable with `--fix`"
    if unsafe:
        yield f"{unsafe} more with `--unsafe-fixes`"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


__all__ = ["ConfigError", "command"]
