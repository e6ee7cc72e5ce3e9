"""`scale-lsp check`: find, explain and fix."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from scale_lsp.cli import budget, gate
from scale_lsp.cli.comparison import Before, News, at_revision, in_baseline, news, say_stale
from scale_lsp.cli.main import CLEAN, FINDINGS, USAGE
from scale_lsp.cli.output import Destination, OutputFormat, count, destinations, save, say
from scale_lsp.cli.output import statistics as say_statistics
from scale_lsp.cli.projects import Fixing, Projects
from scale_lsp.cli.reading import configured, indexed, names, wanted
from scale_lsp.cli.unsaved import Unsaved, unsaved
from scale_lsp.config import Config, ConfigError
from scale_lsp.engine.fix import FixResult
from scale_lsp.engine.registry import registry
from scale_lsp.finding import Finding
from scale_lsp.report.full import relative, unified
from scale_lsp.report.report import Item, Report, State
from scale_lsp.text.plain import TextFile
from scale_lsp.workspace import create, repository, write


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@configured
@click.option("--output-format", type=OutputFormat, default="full", show_default=True)
@click.option(
    "--report",
    "reports",
    multiple=True,
    callback=destinations,
    metavar="FORMAT=FILE",
    help="Also write the findings into a file.",
)
@click.option("--fix", "apply", is_flag=True, help="Apply safe fixes.")
@click.option("--unsafe-fixes", is_flag=True, help="Include fixes that may change something observable.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--statistics", is_flag=True, help="Count findings by rule.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are findings.")
@click.option(
    "--exit-non-zero-on-fix", is_flag=True, help="Exit with 1 if something was fixed, even if nothing is left."
)
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
@click.option(
    "--max-queries",
    type=click.IntRange(0),
    metavar="N",
    help="Exit with 1 if a request asks more queries; with --diff-base, only if it also asks more than it did.",
)
@click.option("--force-exclude", is_flag=True, help="Leave out what is excluded even when it is named, as hooks do.")
@click.option("--stdin-filename", type=click.Path(path_type=Path), help="Check standard input as this file.")
def command(
    paths: tuple[Path, ...],
    output_format: str,
    reports: tuple[Destination, ...],
    apply: bool,
    unsafe_fixes: bool,
    diff: bool,
    statistics: bool,
    exit_zero: bool,
    exit_non_zero_on_fix: bool,
    fail_on: tuple[str, ...],
    diff_base: str | None,
    baseline: Path | None,
    max_queries: int | None,
    force_exclude: bool,
    stdin_filename: Path | None,
    config_file: Path | None,
    **overrides: Any,
) -> int:
    """Check files and folders (default: the current folder); `-` is standard input, with --stdin-filename.

    Exit status: 0 without findings, 1 with findings, 2 when something kept the check from being complete.
    """
    if Path("-") in paths and stdin_filename is None:
        raise click.UsageError("-: say which file standard input stands for, with --stdin-filename")
    of = wanted([path for path in paths if path != Path("-")], overrides, config_file, stdin_filename)
    config = of.config
    gate.check_names(fail_on, registry().entries, compares=diff_base is not None or baseline is not None)
    errors = Console(stderr=True, soft_wrap=True)
    project = indexed(of, errors, force_exclude=force_exclude)
    given = unsaved(stdin_filename) if stdin_filename is not None else None
    if given is not None:
        project.put(given.path, given.text)
    targets = [path for path in project.paths if of.has(path)]
    counted = max_queries is not None
    befores = [at_revision(project, of.root, diff_base, config, counted=counted)] if diff_base is not None else []
    changes = befores[0].changes if befores else None
    queries_before = befores[0].queries if befores else {}
    befores += [in_baseline(baseline)] if baseline is not None else []
    found = _findings(project, targets, config, befores)
    broken = project.broken(config)
    for slug, reason in broken.items():
        last = reason.strip().splitlines()[-1]
        errors.print(f"error: rule {slug} failed and was left out: {last}", markup=False, highlight=False)
    _syntax_warnings(project, targets, errors)
    if baseline is not None:
        say_stale(baseline, found.gone.get(baseline.name, ()), of, errors)
    fixed = 0
    if diff or apply:
        befores = [before.without_places() for before in befores]
        result = _fixes(project, targets, config, befores, unsafe_fixes, given)
        if diff:
            _show(result, project)
            return _status(found.findings, exit_zero, broken, fail_on)
        fixed = result.applied
        _apply(result, project, given)
        found = _findings(project, targets, config, befores)
    state: State | None = "new" if befores else None
    items = [Item(one, project.owner(one, config).snapshot(), config, state) for one in found.findings]
    written = Report(items, project.snapshot(), config, repository(of.root), changes)
    save(written, reports)
    on_stderr = given is not None and apply
    if statistics:
        say_statistics(found.findings, output_format, err=on_stderr)
    else:
        since = " and ".join(before.words for before in befores)
        say(written, found, since, output_format, _code(project, targets), err=on_stderr)
    status = _status(found.findings, exit_zero, broken, fail_on)
    unquiet = bool(exit_non_zero_on_fix and fixed)
    if max_queries is not None:
        over = (budget.over(one.snapshot(), config, max_queries, targets, queries_before) for one in project)
        lines = list(dict.fromkeys(line for of_one in over for line in of_one))
        unquiet |= bool(lines)
        for line in lines:
            errors.print(f"error: {line}", markup=False, highlight=False)
    return FINDINGS if unquiet and status == CLEAN and not exit_zero else status


command.name = "check"


def _code(project: Projects, targets: list[str]) -> int:
    """How many of the files are Python or templates; the others only say how these run."""
    sources = project.snapshot().sources
    return sum(not isinstance(sources[path], TextFile) for path in targets)


def _status(findings: Iterable[Finding], exit_zero: bool, broken: dict[str, str], fail_on: Iterable[str]) -> int:
    if broken:
        return USAGE
    return FINDINGS if not exit_zero and gate.fails(findings, fail_on, registry().entries) else CLEAN


def _findings(project: Projects, targets: list[str], config: Config, befores: list[Before]) -> News:
    if befores:
        return news(project, befores, targets, config)
    return News([finding for path in targets for finding in project.check(path, config)])


def _syntax_warnings(project: Projects, targets: list[str], errors: Console) -> None:
    snapshot = project.snapshot()
    for path in targets:
        source = snapshot.source(path)
        for problem in source.problems[:1] if source else ():
            line = problem.position.line + 1
            errors.print(f"warning: {relative(path)}:{line}: {problem.message}", markup=False, highlight=False)


def _fixes(
    project: Projects,
    targets: list[str],
    config: Config,
    befores: list[Before],
    unsafe: bool,
    given: Unsaved | None,
) -> FixResult:
    """Of a text from standard input only the fixes that need no other file: the text that comes out is all there is."""
    among = (lambda: news(project, befores, targets, config).findings) if befores else None
    within = (given.path,) if given is not None else None
    return project.fix_all(config, Fixing(targets, unsafe, given is None, among, within))


def _show(result: FixResult, project: Projects) -> None:
    for path, text in sorted(result.texts.items()):
        click.echo(unified(path, project.snapshot().sources[path].text, text), nl=False)
    for new in result.new_files:
        click.echo(unified(new.path, None, new.text), nl=False)
    _tell("Would fix", result)


def _apply(result: FixResult, project: Projects, given: Unsaved | None) -> None:
    """Write files, and nothing else: what is staged stays as it is."""
    if given is not None:
        given.write(result.texts.get(given.path, given.text))
    for path, text in sorted(result.texts.items()):
        if given is None:
            write(path, text)
        project.put(path, text)
    for new in result.new_files:
        create(new.path, new.text)
        project.put(new.path, new.text)
    _tell("Fixed", result)


def _tell(verb: str, result: FixResult) -> None:
    if result.applied:
        files = len(result.texts) + len(result.new_files)
        click.echo(f"{verb} {count(result.applied, 'finding')} in {count(files, 'file')}.", err=True)


__all__ = ["ConfigError", "command"]
