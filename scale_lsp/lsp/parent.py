"""The process that started the server. Without it nobody is left to say `exit`.

https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#initializeParams
"""

from __future__ import annotations

import os
import sys
import threading
import time

PAUSE = 2.0
"""Seconds between two looks."""


def watch(process_id: int | None) -> None:
    """End this process soon after that one. Nothing is watched when it is not known."""
    if process_id is not None and process_id > 0:
        threading.Thread(target=_watch, args=(process_id,), name="scale-lsp-parent", daemon=True).start()


def _watch(process_id: int) -> None:
    while _is_running(process_id):
        time.sleep(PAUSE)
    os._exit(1)  # the main thread may wait for input that never comes


def _is_running(process_id: int) -> bool:
    if sys.platform == "win32":
        return _is_running_on_windows(process_id)
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):  # it is somebody else's, or no process can have that number
        return True
    return True


def _is_running_on_windows(process_id: int) -> bool:
    """https://learn.microsoft.com/en-us/windows/win32/api/synchapi/nf-synchapi-waitforsingleobject"""
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined, unused-ignore]
    handle = kernel.OpenProcess(0x0010_0000, False, process_id)  # SYNCHRONIZE
    if not handle:
        return False
    try:
        return bool(kernel.WaitForSingleObject(handle, 0) == 0x102)  # WAIT_TIMEOUT
    finally:
        kernel.CloseHandle(handle)
