"""Whatever an editor and the disk do to a session, it says what a new session says of the same texts."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from lsprotocol import types

from scale_lsp.config import Config
from scale_lsp.lsp.positions import from_span
from scale_lsp.lsp.session import Session
from tests.oracle.edits import difference

from .conftest import MODELS, PAGE, VIEWS

RENDERING = """from django.shortcuts import render
from shop.models import Order


def page(request):
    return render(request, "orders.html", {"orders": Order.objects.all()})
"""
TEXTS = {
    "models.py": (MODELS, MODELS.replace("Customer, on", "'Customer', null=True, on"), MODELS + "\n    class Meta: ("),
    "views.py": (VIEWS, VIEWS.replace(".all()", ".select_related('customer')"), VIEWS.replace("return [", "return [(")),
    "pages.py": (RENDERING, RENDERING.replace("render(", "render(\n        "), "# " + RENDERING),
    "templates/orders.html": (PAGE, PAGE.replace("placed", "customer.name"), PAGE.replace("%}", "", 1)),
}
"""Each file as it may be; some do not parse."""
NAMES = st.sampled_from(sorted(TEXTS))
VERSIONS = st.integers(0, 2)


class Editing(RuleBasedStateMachine):
    """The files of a workspace folder, some of them open."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.root = Path(self.folder.name).resolve()
        self.opened: dict[str, str] = {}
        for name, texts in TEXTS.items():
            self.path(name).parent.mkdir(parents=True, exist_ok=True)
            self.path(name).write_text(texts[0])
        self.session = self.session_of_disk()

    def path(self, name: str) -> Path:
        return self.root / "shop" / name

    def known(self, name: str) -> str:
        return self.path(name).as_posix()

    def session_of_disk(self) -> Session:
        session = Session(types.PositionEncodingKind.Utf16)
        session.configure(self.root.as_posix(), Config())
        for name in TEXTS:
            if self.path(name).exists():
                session.load(self.known(name), self.path(name).read_text())
        return session

    @rule(name=NAMES, version=VERSIONS)
    def open(self, name: str, version: int) -> None:
        self.opened[name] = TEXTS[name][version]
        self.session.open(self.known(name), self.opened[name])

    @precondition(lambda self: self.opened)
    @rule(data=st.data(), version=VERSIONS)
    def type(self, data: st.DataObject, version: int) -> None:
        """What is undone, pasted or typed is a replacement of some characters."""
        name = data.draw(st.sampled_from(sorted(self.opened)))
        before, after = self.opened[name], TEXTS[name][version]
        made = difference(self.known(name), before, after)
        lines = self.session.lines(self.known(name))
        place = from_span(lines, made.span, self.session.encoding)
        change = types.TextDocumentContentChangePartial(range=place, text=made.text)
        self.session.change(self.known(name), [change])
        self.opened[name] = after

    @precondition(lambda self: self.opened)
    @rule(data=st.data())
    def close(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.opened)))
        del self.opened[name]
        self.session.close(self.known(name))

    @rule(name=NAMES, version=VERSIONS)
    def save(self, name: str, version: int) -> None:
        """Somebody else writes a file, such as git."""
        self.path(name).write_text(TEXTS[name][version])
        self.session.load(self.known(name), TEXTS[name][version])

    @rule(name=NAMES)
    def delete(self, name: str) -> None:
        self.path(name).unlink(missing_ok=True)
        self.session.forget(self.known(name))

    @rule(name=NAMES)
    def look(self, name: str) -> None:
        self.session.check(self.known(name))

    @rule(most=st.integers(1, 5))
    def look_at_some(self, most: int) -> None:
        left = iter(range(most))
        self.session.look_at_the_rest(lambda: next(left, None) is None)

    @rule()
    def it_says_what_a_new_one_says(self) -> None:
        sources = [self.session.source(self.known(name)) for name in TEXTS]
        if any(source is not None and source.problems for source in sources):
            return  # what is broken says what it last said
        fresh = self.session_of_disk()
        for name, text in self.opened.items():
            fresh.open(self.known(name), text)
        assert self.said(self.session) == self.said(fresh)

    def said(self, session: Session) -> list[object]:
        session.look_at_the_rest(lambda: False)
        return [(name, session.check(self.known(name)), session.companions(self.known(name))) for name in TEXTS]

    def teardown(self) -> None:
        self.it_says_what_a_new_one_says()
        self.folder.cleanup()


TestEditing = Editing.TestCase
TestEditing.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
