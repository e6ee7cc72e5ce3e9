"""`scale-lsp check`: find, explain and fix."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import track

from scale_lsp.cli.main import CLEAN, FINDINGS, USAGE
from scale_lsp.config import Config, ConfigError, load_config
from scale_lsp.engine.check import check, project_findings
from scale_lsp.engine.fix import fix, fix_all
from scale_lsp.engine.registry import registry
from scale_lsp.finding import Finding, Safety
from scale_lsp.index.project import Project
from scale_lsp.report.diff import diff_of
from scale_lsp.report.full import concise, full, relative
from scale_lsp.report.json import finding_json
from scale_lsp.text.plain import TextFile
from scale_lsp.workspace import Unreadable, discover, find_root, read, write_all


def _names(ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--select", multiple=True, callback=_names, metavar="RULES", help="Rules or categories to run.")
@click.option("--extend-select", multiple=True, callback=_names, metavar="RULES", help="Rules to run besides.")
@click.option("--ignore", multiple=True, callback=_names, metavar="RULES", help="Rules or categories to leave out.")
@click.option("--preview", is_flag=True, help="Also run the rules in preview.")
@click.option("--output-format", type=click.Choice(["full", "concise", "json"]), default="full", show_default=True)
@click.option("--fix", "apply", is_flag=True, help="Apply safe fixes.")
@click.option("--unsafe-fixes", is_flag=True, help="Include fixes that may change something observable.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--statistics", is_flag=True, help="Count findings by rule.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are findings.")
@click.option("--stdin-filename", type=click.Path(path_type=Path), help="Check standard input as this file.")
@click.option("--config", "config_file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--django-version", metavar="VERSION", help="Django version of the project, such as 5.2.")
@click.option("--target-users", type=click.IntRange(1), help="Users the site is to carry.")
def command(
    paths: tuple[Path, ...],
    output_format: str,
    apply: bool,
    unsafe_fixes: bool,
    diff: bool,
    statistics: bool,
    exit_zero: bool,
    stdin_filename: Path | None,
    config_file: Path | None,
    **overrides: Any,
) -> int:
    """Check files and folders (default: the current folder)."""
    wanted = [p.absolute() for p in paths] or [(stdin_filename or Path()).absolute()]
    for path in wanted:
        if not path.exists() and path != (stdin_filename.absolute() if stdin_filename else None):
            raise click.UsageError(f"{path}: no such file or folder")
    root = find_root(Path(os.path.commonpath([p if p.is_dir() else p.parent for p in wanted])))
    given = {key.replace("_", "-"): value for key, value in overrides.items() if value}
    config = load_config(root, given, config_file).config
    config.check_names(registry().entries)
    errors = Console(stderr=True, soft_wrap=True)
    project, problems = _indexed(root, wanted, config, errors)
    if stdin_filename is not None:
        project.put(stdin_filename.absolute().as_posix(), sys.stdin.read())
    for problem in problems:
        errors.print(f"warning: {relative(problem.path)}: left out, {problem.reason}", markup=False, highlight=False)
    targets = [p for p in project.snapshot().paths if any(_below(p, w) for w in wanted)]
    findings = _findings(project, targets, config)
    broken = project_findings(project.snapshot(), config).broken
    for slug, reason in broken.items():
        last = reason.strip().splitlines()[-1]
        errors.print(f"error: rule {slug} failed and was left out: {last}", markup=False, highlight=False)
    _syntax_warnings(project, targets, errors)
    if diff or apply:
        findings = _fix(project, targets, findings, config, unsafe_fixes, diff)
        if diff:
            return _status(findings, exit_zero, broken)
    out = Console(soft_wrap=True, highlight=False, markup=False)
    _report(out, project, findings, config, output_format, statistics, unsafe_fixes, _code(project, targets))
    return _status(findings, exit_zero, broken)


command.name = "check"


def _code(project: Project, targets: list[str]) -> int:
    """How many of the files are Python or templates; the others only say how these run."""
    return sum(not isinstance(project.snapshot().sources[path], TextFile) for path in targets)


def _status(findings: Iterable[Finding], exit_zero: bool, broken: dict[str, str]) -> int:
    if broken:
        return USAGE
    return FINDINGS if findings and not exit_zero else CLEAN


def _below(path: str, wanted: Path) -> bool:
    base = wanted.as_posix()
    return path == base or path.startswith(base.rstrip("/") + "/")


def _indexed(root: Path, wanted: list[Path], config: Config, errors: Console) -> tuple[Project, list[Unreadable]]:
    """The whole project of the paths: what a view reads is often declared elsewhere."""
    problems: list[Unreadable] = []
    project = Project(root.as_posix())
    warn = lambda text: errors.print(f"warning: {text}", markup=False, highlight=False)  # noqa: E731
    files = list(discover(root, config, warn))
    files += [p.as_posix() for p in wanted if p.is_file() and p.suffix == ".py" and p.as_posix() not in set(files)]
    shown: Iterable[str] = files
    if errors.is_terminal:
        shown = track(files, "Reading", console=errors, transient=True)
    for path in shown:
        text = read(path)
        if isinstance(text, Unreadable):
            problems.append(text)
        else:
            project.put(path, text)
    return project, problems


def _findings(project: Project, targets: list[str], config: Config) -> list[Finding]:
    snapshot = project.snapshot()
    return [finding for path in targets for finding in check(snapshot, path, config)]


def _syntax_warnings(project: Project, targets: list[str], errors: Console) -> None:
    for path in targets:
        source = project.snapshot().source(path)
        for problem in source.problems[:1] if source else ():
            line = problem.position.line + 1
            errors.print(f"warning: {relative(path)}:{line}: {problem.message}", markup=False, highlight=False)


def _fix(
    project: Project, targets: list[str], findings: list[Finding], config: Config, unsafe: bool, diff: bool
) -> list[Finding]:
    """Write or show the fixes; what is left afterwards, or would be shown."""
    result = fix_all(project, targets, config, unsafe)
    if diff:
        click.echo(diff_of(result, project.snapshot(), lambda path: relative(path).replace(os.sep, "/")), nl=False)
    else:
        write_all(result.texts, result.new_files)
        for path, text in (*result.texts.items(), *((new.path, new.text) for new in result.new_files)):
            project.put(path, text)
    if result.applied:
        verb = "Would fix" if diff else "Fixed"
        files = len(result.texts) + len(result.new_files)
        click.echo(f"{verb} {_count(result.applied, 'finding')} in {_count(files, 'file')}.", err=True)
    return findings if diff else _findings(project, targets, config)


def _report(
    out: Console,
    project: Project,
    findings: list[Finding],
    config: Config,
    output_format: str,
    statistics: bool,
    unsafe: bool,
    files: int,
) -> None:
    snapshot = project.snapshot()
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
    out.print(_summary(findings, files))


def _summary(findings: list[Finding], files: int) -> str:
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
