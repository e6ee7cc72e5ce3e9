"""Anchors: what a place is known by stays the same, and other places are known by something else."""

from __future__ import annotations

import pytest

from scale_lsp.index.project import Project
from scale_lsp.text.anchors import Anchor, anchor
from scale_lsp.text.positions import Span, position_of, split_lines


def at(marked: str, path: str = "/site/shop/views.py") -> Anchor:
    """The anchor of what stands between ⟦ and ⟧."""
    before, _, rest = marked.partition("⟦")
    inside, _, after = rest.partition("⟧")
    lines = split_lines(before + inside + after)
    span = Span(position_of(lines, len(before)), position_of(lines, len(before) + len(inside)))
    project = Project("/site")
    project.put(path, before + inside + after)
    return anchor(project.snapshot().sources[path], span)


FUNCTION = """\
class Orders(View):
    def get(self, request):
        return render(request, "orders.html", {"orders": ⟦Order.objects.filter(open=True, kind="a")⟧})
"""


@pytest.mark.parametrize(
    "same",
    [
        pytest.param(FUNCTION.replace('"', "'"), id="quotes"),
        pytest.param(FUNCTION.replace('="a")', '="a",  # which\n    )'), id="line breaks, a comma and a comment"),
        pytest.param(FUNCTION.replace("⟦", "(⟦").replace("⟧", "⟧)"), id="parentheses"),
        pytest.param(FUNCTION.replace("    def", '    """Said."""\n\n    name = "x"\n\n    def'), id="members before"),
        pytest.param(FUNCTION.replace("        ret", "        note()\n        ret"), id="statements before"),
        pytest.param("import this\n\n\ndef more(): ...\n\n\n" + FUNCTION, id="code before"),
        pytest.param(FUNCTION.replace('{"o', '{"user": request.user, "o'), id="a neighbour in the dictionary"),
        pytest.param(FUNCTION.replace("(View)", "(Mixin, View, kind=1)"), id="bases"),
        pytest.param(FUNCTION.replace("    def", "    @never_cache\n    def"), id="a decorator"),
        pytest.param(FUNCTION.replace("request)", "request, pk=None)"), id="a parameter"),
        pytest.param(FUNCTION.replace("\n", "\r\n"), id="line ends"),
        pytest.param(FUNCTION.replace("    ", "\t"), id="tabs"),
        pytest.param(FUNCTION + "\n\ndef broken(:\n", id="a syntax error elsewhere"),
    ],
)
def test_what_does_not_change_an_anchor(same: str) -> None:
    assert at(same) == at(FUNCTION)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(FUNCTION.replace("open=True", "open=False"), id="another value"),
        pytest.param(FUNCTION.replace("Orders(", "Others("), id="another class"),
        pytest.param(FUNCTION.replace("get(", "post("), id="another method"),
        pytest.param(FUNCTION.replace('{"orders"', '{"others"'), id="another key"),
        pytest.param(FUNCTION.replace("return render", "return show"), id="another call around"),
    ],
)
def test_what_changes_an_anchor(other: str) -> None:
    assert at(other) != at(FUNCTION)


def test_a_function_with_another_name_has_the_same_content() -> None:
    assert at(FUNCTION.replace("get(", "post(")).content == at(FUNCTION).content


def test_equal_places_of_a_definition_are_counted() -> None:
    assert at("def f():\n    ⟦rows()⟧\n    rows()\n").occurrence == 1
    assert at("def f():\n    rows()\n    ⟦rows()⟧\n").occurrence == 2
    assert at("def f():\n    return rows() + ⟦rows()⟧\n").occurrence == 2
    assert at("def g():\n    rows()\n\n\ndef f():\n    ⟦rows()⟧\n").occurrence == 1


@pytest.mark.parametrize(
    ("text", "definition"),
    [
        ("def f():\n    def g():\n        ⟦rows()⟧\n", "f.g"),
        ("class A:\n    class B:\n        rows = ⟦rows()⟧\n", "A.B"),
        ("⟦class A⟧:\n    x = 1\n", "A"),
        ("@⟦cached⟧\ndef f(): ...\n", "f"),
        ("try:\n    pass\nexcept Exception:\n    ⟦rows()⟧\n", ""),
        ("def f(x):\n    match x:\n        case 1 if ⟦rows()⟧:\n            pass\n", "f"),
        ("def f():\n    return f'{⟦rows()⟧}'\n", "f"),
        ("async def f():\n    for x in y:\n        ⟦rows()⟧\n", "f"),
    ],
)
def test_the_definition_around(text: str, definition: str) -> None:
    assert at(text).definition == definition


def test_a_loop_is_known_by_its_head() -> None:
    assert at("⟦for a in b:⟧\n    c()\n") == at("⟦for a in b:⟧\n    d()\n    e()\n")


def test_a_literal_is_known_by_its_name_not_by_what_is_in_it() -> None:
    assert at("MIDDLEWARE = ⟦['a']⟧\n") == at("MIDDLEWARE = ⟦['a', 'b']⟧\n")
    assert at("⟦MIDDLEWARE = ['a']⟧\n") == at("⟦MIDDLEWARE = ['a', 'b']⟧\n")
    assert at("MIDDLEWARE = ['b', ⟦'a'⟧]\n") == at("MIDDLEWARE = [⟦'a'⟧]\n")
    assert at("MIDDLEWARE = [⟦'b'⟧, 'a']\n") != at("MIDDLEWARE = [⟦'a'⟧]\n")
    assert at("⟦MIDDLEWARE = ['a']⟧\n") != at("⟦APPS = ['a']⟧\n")
    assert at("D = {'default': ⟦{'A': 1}⟧}\n") != at("D = {'other': ⟦{'A': 1}⟧}\n")


def test_a_comment_is_known_by_its_text() -> None:
    assert at("def f():\n    x = 1  ⟦# scale: ignore[a]⟧\n") == at("def f():\n    y = 2  ⟦#  scale:ignore[a]⟧\n")
    assert at("def f():\n    x = 1  ⟦# scale: ignore[a]⟧\n").definition == "f"


def test_what_does_not_parse_is_known_by_its_line() -> None:
    assert at("def f(:\n    ⟦rows()⟧\n") == Anchor("", "rows()")
    assert at("def f(:\n    rows()\n    ⟦rows( )⟧\n") == Anchor("", "rows()", 2)


def test_a_tree_that_is_too_deep_is_known_by_its_line() -> None:
    assert at("x = ⟦1" + " + 1" * 3000 + "⟧\n").content.startswith("x=1+1")


PAGE = "/site/shop/templates/page.html"
LOOP = "{% block body %}<p>{% for order in orders %}{{ ⟦order.customer⟧.name }}{% endfor %}{% endblock %}\n"


def test_a_place_in_a_template() -> None:
    assert at(LOOP, PAGE) == Anchor("blockbody fororderinorders", "order.customer.name")
    assert at("<h1>\n{% load i18n %}{% for a in b %}{% endfor %}\n" + LOOP, PAGE) == at(LOOP, PAGE)
    assert at(LOOP.replace("}}", "}}{{ x }}").replace("{{ ⟦", "{{⟦").replace(" %}", "%}"), PAGE) == at(LOOP, PAGE)
    assert at(LOOP.replace("in orders", "in others"), PAGE) != at(LOOP, PAGE)
    assert at(LOOP.replace("<p>", "{% for order in orders %}{{ order.customer.name }}{% endfor %}"), PAGE) == Anchor(
        "blockbody fororderinorders", "order.customer.name", 2
    )


def test_a_line_of_a_deployment_file() -> None:
    assert at("release: x\n⟦web:  gunicorn a⟧\n", "/site/Procfile") == Anchor("", "web:gunicorna")
    assert at("⟦⟧", "/site/requirements.txt") == Anchor("", "")
