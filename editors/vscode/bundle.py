"""Put the server and all it needs into `bundled/libs`: what the extension runs where scale-lsp is not installed.

The compiled modules are those of one platform, for each Python that the extension supports: their file names say which
Python they are for, so they lie side by side.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
LIBS = HERE / "bundled" / "libs"
PIP = (sys.executable, "-m", "pip", "-q", "--disable-pip-version-check", "--retries=2")
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PLATFORMS = {
    "linux-x64": ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    "linux-arm64": ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"),
    "darwin-x64": ("macosx_11_0_x86_64", "macosx_10_13_x86_64", "macosx_10_12_x86_64", "macosx_10_9_x86_64"),
    "darwin-arm64": ("macosx_11_0_arm64",),
    "win32-x64": ("win_amd64",),
    "win32-arm64": ("win_arm64",),
}
"""What VS Code calls a platform, and what wheels for it are called."""


class NotDownloaded(Exception):
    """pip did not get the packages, and says why."""


def bundle(target: str, pythons: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        wheels = Path(temporary)
        subprocess.run([*PIP, "wheel", "--no-deps", "--wheel-dir", wheels, ROOT], check=True)
        (ours,) = wheels.glob("scale_lsp-*.whl")
        for python in pythons:
            download(ours, wheels, python, PLATFORMS[target])
        shutil.rmtree(LIBS, ignore_errors=True)
        for wheel in sorted(wheels.glob("*.whl")):
            zipfile.ZipFile(wheel).extractall(LIBS)


def download(wheel: Path, into: Path, python: str, platforms: Sequence[str]) -> None:
    """What a wheel needs on one Python, and the wheel. What is there already is not downloaded again."""
    names = [argument for name in platforms for argument in ("--platform", name)]
    command = [*PIP, "download", "--only-binary=:all:", "--python-version", python, *names]
    command += ["--find-links", str(into), "--dest", str(into), str(wheel)]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        raise NotDownloaded(done.stderr.strip())
