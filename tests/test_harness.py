"""The marks of fixtures mean what the harness says they mean."""

from __future__ import annotations

import pytest

from tests.formulas import Formulas, differences, formula, formulas, results
from tests.harness import (
    TEMPLATES,
    Caret,
    _written,
    carets,
    config,
    elsewhere,
    findings,
    fixed,
    marks,
)

NAMES = """\
from shop.models import Order


def names():  # queries: 1 + n -> 1
    return [order.customer.name for order in Order.objects.order_by("pk")]  # expect: related-access-in-loop
    #                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related-access-in-loop: `customer`
"""


@pytest.mark.parametrize(
    ("text", "small", "large"),
    [("3", 3, 3), ("1 + n", 3, 6), ("1 + 2n", 5, 11), ("n*n", 4, 25), ("2 + n + 3n*n", 16, 82), ("n", 2, 5)],
)
def test_a_formula_counts_rows(text: str, small: int, large: int) -> None:
    assert (formula(text, 2), formula(text, 5)) == (small, large)


@pytest.mark.parametrize("text", ["1 + m", "", "n - 1", "1 +"])
def test_what_is_no_formula(text: str) -> None:
    with pytest.raises(AssertionError):
        formula(text, 2)


def test_marks_by_line() -> None:
    assert marks(NAMES, "expect") == {4: ["related-access-in-loop"]}
    assert marks("x  # expect: b, a\n", "expect") == {0: ["a", "b"]}
    assert marks(NAMES, "miss") == {}


def test_formulas_of_what_is_not_installed() -> None:
    text = "def f():  # queries: 2\n"
    assert set(formulas(f"# needs: django\n{text}")) == {"f"}
    assert not formulas(f"# needs: no_such_package\n{text}")


def test_formulas_by_function() -> None:
    assert formulas(NAMES) == {"names": {"queries": Formulas("1 + n", "1")}}
    assert formulas("async def f():  # queries: 2\n") == {"f": {"queries": Formulas("2", "2")}}
    both = "def f():  # queries: n -> 2 => 3  # rows: 2n => 1\n"
    assert formulas(both) == {"f": {"queries": Formulas("n", "2", "3"), "rows": Formulas("2n", "2n", "1")}}


def test_results_after_unsafe_fixes() -> None:
    text = "def f():  # rows: n => 1\n    # => ['p0']\n    return []\n\n\ndef g():\n    return []  # => ['p1']\n"
    assert results(text) == {"f": "['p0']"}


def test_what_django_says_otherwise() -> None:
    text = "def f():  # queries: n -> 1 => 2  # rows: 2n => 3\n    # => [0]\n"
    counts = {
        "a:before": {"f": {"2": [2, "[]", 4], "5": [5, "[]", 10]}},
        "a:after": {"f": {"2": [1, "[]", 4], "5": [1, "[]", 10]}},
        "a:unsafe": {"f": {"2": [2, "[0]", 3], "5": [2, "[0]", 3]}},
    }
    assert list(differences("a", text, "f", formulas(text)["f"], counts)) == []
    counts["a:after"]["f"]["5"] = [2, "[1]", 10]
    counts["a:unsafe"]["f"]["5"] = [2, "[9]", 5]
    assert list(differences("a", text, "f", formulas(text)["f"], counts)) == [
        "queries after the safe fixes, n = 5: 2, not 1",
        "rows after the unsafe fixes, n = 5: 5, not 3",
        "the fix changes the result, n = 5: [] before, [1] after",
        "after the unsafe fix: [9], not [0]",
    ]


def test_an_error_that_the_fix_mends() -> None:
    text = "def f():  # queries: 0 -> 1  # raises: ValueError\n"
    counts = {
        "a:before": {"f": {n: [0, "raises ValueError", 0] for n in "25"}},
        "a:after": {"f": {n: [1, "[]", 0] for n in "25"}},
        "a:unsafe": {"f": {n: [1, "[]", 0] for n in "25"}},
    }
    assert list(differences("a", text, "f", formulas(text)["f"], counts)) == []
    assert list(differences("a", text.replace("# raises: ValueError", ""), "f", formulas(text)["f"], counts))
    counts["a:after"] = counts["a:before"]
    assert list(differences("a", text, "f", formulas(text)["f"], counts))


def test_lines_of_the_configuration() -> None:
    text = '# config: default-rows = 7\n# config: rows."shop.Order" = 9\n'
    assert config(text).default_rows == 7
    assert config(text).rows_of("shop.Order") == 9


def test_a_template_is_written_back() -> None:
    text = '# template: a.html\n"""\n<p>old\n"""\n'
    assert _written(text, {f"{TEMPLATES}/a.html": "\n<p>new\n"}) == text.replace("old", "new")


def test_a_version_holds_for_what_follows() -> None:
    text = "def a():  # queries: 1\n    pass\n\n\n# django: >=6.1\n\n\ndef b():  # queries: 2\n    pass\n"
    assert set(formulas(text, "5.2.1")) == {"a"}
    assert set(formulas(text, "6.1")) == {"a", "b"}


def test_carets_point_at_the_line_above() -> None:
    (caret,) = carets(NAMES)
    assert caret == Caret(4, 45, 73, "related-access-in-loop", "`customer`")
    (finding,) = findings(NAMES)
    assert caret.points_at(finding)
    assert not Caret(4, 45, 72, "related-access-in-loop", "`customer`").points_at(finding)
    assert not Caret(4, 45, 73, "related-access-in-loop", "`address`").points_at(finding)


def test_the_fix_is_applied_to_the_fixture_only() -> None:
    assert 'Order.objects.order_by("pk").select_related("customer")' in fixed(NAMES)


def test_findings_in_other_files_that_name_a_line() -> None:
    text = "from shop.selectors import order_list\n\n\ndef f():\n    return [o.customer.name for o in order_list()]\n"
    assert findings(text) == []
    assert elsewhere(text) == {4: ["related-access-in-loop"]}
