"""Proves the fixtures on other Django versions: `python -m tests.djangos 4.2:3.10 6.1:3.13`.

Each needs a Python of that version; what cannot be proven here is said.
"""

from __future__ import annotations

import glob
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.formulas import differences as different
from tests.formulas import formulas
from tests.harness import fixtures, proven


def python_of(version: str) -> str | None:
    """A Python of that version that runs."""
    for candidate in (f"python{version}", *glob.glob(os.path.expanduser(f"~/.pyenv/versions/{version}.*/bin/python"))):
        try:
            done = subprocess.run(
                [candidate, "-c", "import sys; print(sys.version_info[:2])"], capture_output=True, text=True
            )
        except OSError:
            continue
        if done.stdout.strip() == str(tuple(int(part) for part in version.split("."))):
            return candidate
    return None


def differences(python: str, django: str) -> list[str]:
    """Where the counts of a Python's Django are not those of the fixtures."""
    counts = proven(python)
    wrong = []
    for fixture in fixtures():
        if not counts[f"{fixture.name}:before"]:
            continue
        for name, said in formulas(fixture.text, django).items():
            wrong += (
                f"{fixture.name}:{name}, {what}" for what in different(fixture.name, fixture.text, name, said, counts)
            )
    return wrong


def main() -> int:
    failed = False
    done: set[str] = set()
    for pair in sys.argv[1:]:
        django, _, version = pair.partition(":")
        if django in done:
            continue
        python = python_of(version)
        if python is None:
            print(f"Django {django}: not proven with Python {version}, which is not here")
            continue
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([python, "-m", "venv", folder], check=True)
            inside = str(Path(folder) / "bin" / "python")
            install = [inside, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", f"Django~={django}.0"]
            subprocess.run(install, check=True)
            wrong = differences(inside, django)
        done.add(django)
        print("\n".join(wrong) or f"Django {django}: all fixtures proven with Python {version}")
        failed = failed or bool(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
