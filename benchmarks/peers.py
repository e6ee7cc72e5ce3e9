"""The servers that ours is measured beside, in an environment of their own that only `make bench` makes."""

from __future__ import annotations

import compileall
import os
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import scale_lsp

OURS = (sys.executable, "-m", "scale_lsp", "server")
BARE = (sys.executable, "-c", "from pygls.lsp.server import LanguageServer; LanguageServer('bare', '1').start_io()")
"""What a server in Python needs at least."""
PINS = Path(__file__).parent / "peers.txt"


def peers() -> dict[str, Sequence[str]]:
    """The commands of the other servers, installed where they are not yet as they should be."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(base) / "scale-lsp" / "peers"
    installed = folder / "installed.txt"
    if not installed.is_file() or installed.read_bytes() != PINS.read_bytes():
        print(f"Installing into {folder} …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        wanted = [folder / "bin" / "python", "-m", "pip", "install", "-qq", "--disable-pip-version-check", "-r", PINS]
        subprocess.run(wanted, check=True)
        installed.write_bytes(PINS.read_bytes())
    return {
        "ruff": (str(folder / "bin" / "ruff"), "server"),
        "basedpyright": (str(folder / "bin" / "basedpyright-langserver"), "--stdio"),
        "pylsp": (str(folder / "bin" / "pylsp"),),
    }


@cache
def compiled() -> None:
    """Make the bytecode of a checkout, as pip does of what it installs: where Python must not write any, it would
    compile everything at each start.
    """
    compileall.compile_dir(Path(scale_lsp.__file__).parent, quiet=1)


def environment() -> dict[str, str]:
    """The same for all: the Python they see is ours, which has Django."""
    compiled()
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return {**os.environ, "PATH": path, "VIRTUAL_ENV": sys.prefix}
