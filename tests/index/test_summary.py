"""What a file says to the others after an edit is what it would say if it were read anew."""

from __future__ import annotations

import pytest

from scale_lsp.index.summary import changed_classes, changed_names, resummarise, summarise
from scale_lsp.text.positions import Position, Span
from scale_lsp.text.source import SourceFile

TEXT = """\
from django.views.generic import ListView


class Orders(ListView):
    model = Order

    def get(self, request):
        request.shop = 1
        post_save.connect(self.get)


class Others(ListView):
    model = Order


def plain(request):
    pass
"""
TWICE = TEXT.replace("Others", "Orders")


@pytest.mark.parametrize("text", [TEXT, TWICE])
@pytest.mark.parametrize(
    "line",
    [
        "    model = Item",
        "    model = Order; paginate_by = 50",
        "    def get(self, request): request.user = 2",
        "    @decorated\n    def get(self, request): pass",
        "    from x import y",
        "    urls = [path('a', b)]",
        "    class Meta: pass",
        "    pass",
        "x = 1",
        "    model = ",
    ],
)
@pytest.mark.parametrize("number", [4, 6, 12])
def test_an_edit_of_one_line(text: str, line: str, number: int) -> None:
    before = SourceFile.parse("/p/views.py", text)
    known = summarise(before.items)
    after = before.edited(Span(Position(number, 0), Position(number, len(before.lines[number]) - 1)), line)
    assert resummarise(known, before, after) == summarise(after.items)


def test_what_a_class_consists_of_is_not_what_its_name_is() -> None:
    before, after = (
        summarise(SourceFile.parse("/p/a.py", text).items)
        for text in (TEXT, TEXT.replace("model = Order", "model = Item").replace("Others(ListView)", "Others(View)"))
    )
    assert list(changed_names(before, after)) == []
    assert sorted(changed_classes(before, after)) == [("Orders", False), ("Others", True)]


def test_a_class_that_comes_or_goes() -> None:
    empty, whole = (summarise(SourceFile.parse("/p/a.py", text).items) for text in ("", "class A: pass\n"))
    for before, after in ((empty, whole), (whole, empty)):
        assert list(changed_names(before, after)) == ["A"]
        assert list(changed_classes(before, after)) == [("A", True)]
