"""Coroutines of the fixtures on Django: those in which something is found raise, and do not after the fix."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from tests.harness import HERE, Fixture, fixed, marks
from tests.proof import projects

FIXTURE = Fixture(HERE / "rules" / "async" / "sync_orm_in_async.py")
ASK = """\
import asyncio, inspect, json, sys
from pathlib import Path
from tests import prove

prove.set_up()
said = {}
for path in map(Path, sys.argv[1:]):
    prove.with_rows(2)
    for name, function in list(vars(prove.load(path)).items()):
        if inspect.iscoroutinefunction(function) and function.__code__.co_filename == str(path):
            try:
                said.setdefault(path.name, {})[name] = prove.run(function)[1]
            except Exception as error:
                said.setdefault(path.name, {})[name] = type(error).__name__
print(json.dumps(said))
"""
LEFT_TO_DO = {"counted", "a_transaction", "in_a_shortcut"}
"""What has no fix, or none for a Django whose version is not known."""


def test_what_is_found_raises_and_what_is_fixed_does_not(tmp_path: Path) -> None:
    before, after = tmp_path / "before.py", tmp_path / "after.py"
    before.write_text(FIXTURE.text, encoding="utf-8")
    after.write_text(fixed(FIXTURE.text), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", ASK, str(before), str(after)],
        cwd=HERE.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    said = json.loads(done.stdout)
    raising = {name for name, answer in said["before.py"].items() if answer == "SynchronousOnlyOperation"}
    assert raising == _found(FIXTURE.text)
    assert {name for name, answer in said["after.py"].items() if answer == "SynchronousOnlyOperation"} == LEFT_TO_DO
    fine = said["before.py"].keys() - raising
    assert {name: said["after.py"][name] for name in fine} == {name: said["before.py"][name] for name in fine}


def _found(text: str) -> set[str]:
    """The coroutines in which the rule finds something."""
    names, current = set(), ""
    found = marks(text, "expect")
    for number, line in enumerate(text.splitlines()):
        if match := re.match(r"async def (\w+)", line):
            current = match[1]
        if {"sync-orm-in-async", "related-access-in-loop"} & set(found.get(number, ())):
            names.add(current)
    return names


SLEEPING = """\
import time


async def poll():
    time.sleep(0.2)
    return time.monotonic()
"""


def test_a_blocking_call_stops_all_coroutines() -> None:
    """Side by side, two waits last as long as one; blocking, as long as two."""
    texts = {"before": SLEEPING, "after": projects.fixed({"views.py": SLEEPING}, "blocking-call-in-async")["views.py"]}
    lasted = {}
    for name, text in texts.items():
        names: dict[str, Any] = {}
        exec(text, names)
        begun = time.monotonic()
        asyncio.run(_together(names["poll"]))
        lasted[name] = time.monotonic() - begun
    assert lasted["before"] >= 0.4
    assert lasted["after"] < 0.4


async def _together(poll: Callable[[], Coroutine[Any, Any, float]]) -> None:
    await asyncio.gather(poll(), poll())
