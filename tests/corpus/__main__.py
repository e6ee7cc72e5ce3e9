"""Runs the check on pinned releases of public Django projects: `make corpus`, or `python -m tests.corpus wagtail …`.

They are downloaded once into `.corpus/`. Each run has to end by itself, without a traceback or a rule that fails. The
findings by rule have to be those of `baseline.toml`; after a change that is meant, `--update` writes it anew.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tomllib
import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cold import Run, measure
from scale_lsp.config import Config
from scale_lsp.workspace import discover

HERE = Path(__file__).parent
PINS = HERE / "requirements.txt"
BASELINE = HERE / "baseline.toml"
STORE = HERE.parent.parent / ".corpus"
MOST_SECONDS = 900


@dataclass(frozen=True)
class Outcome:
    counts: Counter[str]
    lines: int
    run: Run
    problem: str


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--update", action="store_true", help="write the counts as the new baseline")
    arguments = parser.parse_args()
    baseline: dict[str, dict[str, int]] = tomllib.loads(BASELINE.read_text()) if BASELINE.exists() else {}
    download()
    failed = False
    print(f"{'':<24}{'lines':>9}{'seconds':>9}{'MB':>6}{'findings':>10}{'per 1,000 lines':>17}")
    for folder in unpacked(arguments.names):
        outcome = checked(folder)
        print(row(folder.name, outcome), flush=True)
        before = baseline.get(folder.name, {})
        if outcome.problem:
            failed = True
            print(f"    {outcome.problem}")
        elif arguments.update:
            baseline[folder.name] = dict(sorted(outcome.counts.items()))
        elif changes := list(differences(before, outcome.counts)):
            failed = True
            print("\n".join(f"    {change}" for change in changes))
    if arguments.update:
        BASELINE.write_text(as_toml(baseline), encoding="utf-8")
    return 1 if failed else 0


def download() -> None:
    """The wheels: nothing of a project has to be built or run to look at it."""
    wheels = STORE / "wheels"
    wanted = [line.split(" ")[0] for line in PINS.read_text().splitlines() if "==" in line]
    have = {wheel.name.lower().replace("_", "-") for wheel in wheels.glob("*.whl")}
    if all(any(name.startswith(pin.replace("==", "-") + "-") for name in have) for pin in wanted):
        return
    print("Downloading …", flush=True)
    pip = (sys.executable, "-m", "pip", "download", "-qq", "--disable-pip-version-check", "--no-deps")
    options = ("--only-binary", ":all:", "--require-hashes", "--requirement", str(PINS), "--dest", str(wheels))
    subprocess.run([*pip, *options], check=True)


def unpacked(names: Iterable[str]) -> Iterable[Path]:
    chosen = tuple(names) or ("",)
    for wheel in sorted((STORE / "wheels").glob("*.whl")):
        name, version = wheel.name.split("-")[:2]
        folder = STORE / f"{name.replace('_', '-')}-{version}"
        if not folder.name.startswith(chosen):
            continue
        if not folder.exists():
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(folder)
            (folder / "scale-lsp.toml").touch()  # the root of a project of its own
        yield folder


def checked(folder: Path) -> Outcome:
    run = measure(
        *(sys.executable, "-m", "scale_lsp", "check", "--output-format", "json", str(folder)), limit=MOST_SECONDS
    )
    lines = sum(len(Path(p).read_bytes().splitlines()) for p in discover(folder, Config()) if p.endswith(".py"))
    problem = ""
    if run.code not in (0, 1):
        problem = f"exit status {run.code}"
    elif "Traceback" in run.err or "was left out: " in run.err:
        problem = run.err[-2000:]
    findings = json.loads(run.out) if not problem else []
    return Outcome(Counter(finding["rule"] for finding in findings), lines, run, problem)


def row(name: str, outcome: Outcome) -> str:
    total, run = outcome.counts.total(), outcome.run
    figures = f"{outcome.lines:>9,}{run.seconds:>9.1f}{run.megabytes:>6.0f}{total:>10}"
    return f"{name:<24}{figures}{1000 * total / max(outcome.lines, 1):>17.2f}"


def differences(before: dict[str, int], now: Counter[str]) -> Iterable[str]:
    for rule in sorted({*before, *now}):
        if before.get(rule, 0) != now[rule]:
            yield f"{rule}: {before.get(rule, 0)} → {now[rule]}"


def as_toml(baseline: dict[str, dict[str, int]]) -> str:
    parts = ["# Findings by rule: `python -m tests.corpus --update` writes this.\n"]
    for name, counts in sorted(baseline.items()):
        parts.append(f'["{name}"]\n' + "".join(f"{rule} = {count}\n" for rule, count in counts.items()))
    return "\n".join(parts)


if __name__ == "__main__":
    sys.exit(main())
