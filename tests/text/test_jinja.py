"""Jinja templates as Python: scopes, exact places, and what is said while a template is broken."""

from __future__ import annotations

import ast
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scale_lsp.text.jinja import JinjaFile, is_jinja, read_template
from scale_lsp.text.positions import span

PATH = "/shop/jinja2/orders.html"


def python(text: str) -> str:
    """The body of a template and its blocks as Python."""
    code = JinjaFile(PATH, text).code
    module = ast.Module([*code.body, *code.blocks.values()], [])
    return ast.unparse(module).replace("jinja2.", "")


def places(file: JinjaFile, kind: type[ast.expr]) -> list[str]:
    """The texts at the places of all expressions of a kind."""
    return [
        file.block.text_of(node)
        for root in (*file.code.blocks.values(), *file.code.body)
        for node in ast.walk(root)
        if isinstance(node, kind)
    ]


@pytest.mark.parametrize(
    ("path", "jinja"),
    [
        ("/shop/jinja2/shop/orders.html", True),
        ("/shop/templates/orders.jinja", True),
        ("/shop/templates/orders.html.j2", True),
        ("/shop/templates/orders.html", False),
        ("/shop/templates/jinja2", False),
    ],
)
def test_which_templates_are_jinja(path: str, jinja: bool) -> None:
    assert is_jinja(path) is jinja
    assert isinstance(read_template(path, ""), JinjaFile) is jinja


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ a.b(1, c=d)['e'][0] }}", "output(a.b(1, c=d).e[0])"),
        ("{{ a['items'] }}", "output(a['items'])"),
        ("{{ a|map('upper')|join(', ') }}", "output(filters.join(filters.map(a, 'upper'), ', '))"),
        ("{{ a|selectattr('b')|first }}", "output(filters.first(...))"),
        ("{{ a is not none and b not in [1, 2] }}", "output(not tests.none(a) and b not in [1, 2])"),
        ("{{ 'x' if a > 1 else b[1:] }}", "output('x' if a > 1 else b[1:])"),
        ("{{ -b * {'c': d}.c ~ a }}", "output(output(-b * {'c': d}.c, a))"),
        ("{{ f(*a, **b) }}", "output(f(*a, **b))"),
        ("{% set a, b = c %}{{ a }}", "a, b = c\noutput(a)"),
        ("{% set a %}{{ b }}{% endset %}", "output(b)\na = ..."),
        ("{% do a.append(b) %}", "a.append(b)"),
        ("{% if a %}{{ b }}{% elif c %}{{ d }}{% else %}{{ e }}{% endif %}",
         "if a:\n    output(b)\nelif c:\n    output(d)\nelse:\n    output(e)"),
        ("{% with a = b, b = a %}{{ a }}{% endwith %}{{ a }}", "a@1 = b\nb@1 = a\noutput(a@1)\noutput(a)"),
        ("{% trans count=a.b %}{{ count }}{% pluralize %}more{% endtrans %}", "a.b"),
        ("{% raw %}{{ a }}{% endraw %}{# {{ b }} #}", ""),
        ("{%- autoescape false -%}{{- a -}}{%- endautoescape -%}", "output(a)"),
    ],
)  # fmt: skip
def test_means(text: str, expected: str) -> None:
    assert expected in python(text)
    assert expected or not python(text)


def test_variables_of_a_loop_stay_in_it() -> None:
    text = (
        "{% set n = 0 %}{% for a in b if a.c %}{% set n = n + a.d %}{% if n %}{% break %}{% endif %}{% endfor %}{{ n }}"
    )
    assert python(text).splitlines() == [
        "n = 0",
        "for a@1 in b:",
        "    if a@1.c:",
        "        loop@1 = ...",
        "        n@2 = n",
        "        n@2 = n@2 + a@1.d",
        "        if n@2:",
        "            break",
        "output(n)",
    ]


def test_a_macro_is_a_function() -> None:
    text = "{% macro card(a, b=2) %}{{ a }}{{ caller(a) }}{% endmacro %}{% call(x) card(c) %}{{ x }}{% endcall %}"
    (card, before, caller, call, after) = ast.parse(python(text).replace("@", "_")).body
    assert ast.unparse(card).startswith("def card(a, b=2, *varargs, caller=None, **kwargs):")
    assert ast.unparse(caller).startswith("def caller(x, ")
    assert ast.unparse(call) == "card(c, caller=caller)"
    assert (ast.unparse(before), ast.unparse(after)) == ("caller_1 = caller", "caller = caller_1")


def test_a_template_that_extends_another_puts_out_its_blocks_alone() -> None:
    code = JinjaFile(PATH, '{% extends "a" %}{% set b = 1 %}{{ c }}{% block d %}{{ e }}{% endblock %}').code
    assert [ast.unparse(statement) for statement in code.body] == ["b = 1"]
    assert list(code.blocks) == ["d"]
    assert code.extends is not None
    assert ast.unparse(code.extends) == "'a'"
    chosen = JinjaFile(PATH, '{% if a %}{% extends "a" %}{% endif %}{{ b }}').code
    assert chosen.extends is None
    assert [ast.unparse(statement) for statement in chosen.body] == ["if a:\n    pass"]


def test_blocks_see_inner_variables_only_when_scoped() -> None:
    loop = "{% for a in b %}{% block c SCOPED %}{{ a }}{% endblock %}{% endfor %}"
    assert "block('c')" in python(loop.replace("SCOPED", ""))
    assert "block('c', a=a@1, loop=loop@1)" in python(loop.replace("SCOPED", "scoped"))
    assert "output(a)" in python(loop.replace("SCOPED", ""))


def test_places_are_exact() -> None:
    text = 'é{{ a.b }}{%- if x %}\r\n  {{ ü.d[0](1)["e"]|map(attribute="c")|list }}\r{% endif %}{{ f(g)(h) ~ i.j }}'
    file = JinjaFile(PATH, text)
    assert set(places(file, ast.Attribute)) == {"a.b", 'ü.d[0](1)["e"]', "ü.d", "i.j"}
    filtered = 'ü.d[0](1)["e"]|map(attribute="c")'
    assert {"f(g)(h)", "f(g)", "ü.d[0](1)", filtered, f"{filtered}|list"} <= set(places(file, ast.Call))


def test_tags_that_are_not_jinjas_are_passed_over() -> None:
    text = "{% cache 500, a.b %}{{ c }}{% else %}{{ d }}{% endcache %}{% csrf_token %}{% url 'x' e as f %}{{ g }}"
    assert python(text) == "output(c)\noutput(d)\noutput(g)"


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("{{ a. }}{{ b }}", "output(b)"),
        ("{{ a\n{{ b }}", "output(b)"),
        ("{{ a $ }}{{ b }}", "output(b)"),
        ("{{ b }}{{ a", "output(b)"),
        ("{# a \n{{ b }}", "output(b)"),
        ("{% endfor %}{{ b }}", "output(b)"),
        ("{% if %}{{ b }}{% endif %}", "output(b)"),
        ("{% for a in b %}{{ a }}", "for a@1 in b:\n    loop@1 = ...\n    output(a@1)"),
        ("{% if a %}{% block c %}{{ b }}", "output(b)"),
    ],
)
def test_what_does_not_parse_is_left_out(text: str, rest: str) -> None:
    assert rest in python(text)
    assert "output(a)" not in python(text)


def test_while_a_template_is_broken_it_says_what_it_said() -> None:
    good = JinjaFile(PATH, "{% for a in b %}\n{{ a.c }}\n{% endfor %}\n{{ d.e }}")
    assert places(good, ast.Attribute) == ["a.c", "d.e"]
    broken = good.edited(span(0, 3, 0, 3), "\n{{ x. ").edited(span(0, 0, 0, 0), "\n\n")
    assert broken.text == "\n\n{% \n{{ x. for a in b %}\n{{ a.c }}\n{% endfor %}\n{{ d.e }}"
    assert places(broken, ast.Attribute) == ["a.c", "d.e"]
    mended = broken.edited(span(2, 3, 3, 6), "").edited(span(3, 3, 3, 4), "f")
    assert places(mended, ast.Attribute) == ["f.c", "d.e"]


def test_a_text_nobody_asked_for_is_not_parsed() -> None:
    file = JinjaFile(PATH, "{{ a }}").edited(span(0, 3, 0, 4), "b").edited(span(0, 3, 0, 4), "b.")
    assert "_parsed" not in file.__dict__
    assert file.code.body == ()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(
    [*("{{", "}}", "{%", "%}", "{#", "#}", "-", " for ", " in ", " if ", " endfor ", " endif ", " block ", " set "),
     *(" macro ", " call ", " raw ", " endraw ", "a", ".b", "|c", "(", ")", "[", "]", "'", "=", "\n", "é", "\r")]
), max_size=25).map("".join))  # fmt: skip
def test_no_text_raises(text: str) -> None:
    file = JinjaFile(PATH, text)
    for root in (*file.code.blocks.values(), *file.code.body):
        for node in ast.walk(root):
            if isinstance(node, ast.expr | ast.stmt):
                file.block.text_of(node)


def test_deep_and_endless_texts() -> None:
    started = time.perf_counter()
    for text in (
        "{{ " + "(" * 3000,
        "{{ " + "-" * 9000 + "a }}",
        "{% if a %}" * 900,
        "{{ " * 2000,
        "{{ 1" + "0" * 9000 + " }}",
    ):
        assert JinjaFile(PATH, text).code is not None
    assert time.perf_counter() - started < 20
