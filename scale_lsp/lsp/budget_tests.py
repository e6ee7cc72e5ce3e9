"""The code action that writes a test which pins what a page asks the database."""

from __future__ import annotations

import os
import re

from lsprotocol import types

from scale_lsp.engine.budget_tests import BudgetTest, budget_test, module
from scale_lsp.engine.endpoints import endpoints_in
from scale_lsp.lsp.session import Session
from scale_lsp.text.positions import NewFile

KIND = types.CodeActionKind.Refactor
_HEAD = re.compile(r"\s*(?:@|async def |def |class )")


def pinnable(session: Session, path: str, range: types.Range) -> list[BudgetTest]:
    """On the analysis thread: the tests that can be written for what begins at the cursor and have no file yet.

    Looking for endpoints costs more than a list of fixes should, so only the head of a definition is looked at.
    """
    snapshot, lines, line = session.snapshot(path), session.lines(path), range.start.line
    if snapshot is None or line >= len(lines) or not _HEAD.match(lines[line]):
        return []
    here = (one for one in endpoints_in(snapshot, path, session.config(path)) if one.location.span.start.line == line)
    tests = (budget_test(one, snapshot.root) for one in here)
    return [one for one in tests if isinstance(one, BudgetTest) and not os.path.exists(_place(path, one))]


def test_file(session: Session, path: str, name: str) -> tuple[NewFile, ...]:
    """On the analysis thread: the file with the test of an endpoint, if it can still be written."""
    snapshot = session.snapshot(path)
    if snapshot is None:
        return ()
    for one in endpoints_in(snapshot, path, session.config(path)):
        test = budget_test(one, snapshot.root)
        if one.name == name and isinstance(test, BudgetTest) and not os.path.exists(_place(path, test)):
            return (NewFile(_place(path, test), module([test])),)
    return ()


def _place(path: str, test: BudgetTest) -> str:
    """Where Django's runner finds it: in the app's package of tests if it has one, else beside the module.

    https://docs.djangoproject.com/en/5.2/topics/testing/overview/#running-tests
    """
    folder = path.rpartition("/")[0]
    if os.path.exists(f"{folder}/tests/__init__.py"):
        folder = f"{folder}/tests"
    return f"{folder}/test_{'_'.join(test.endpoint.split('.')[-2:]).lower()}_queries.py"
