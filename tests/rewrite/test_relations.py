"""Each case: the expression before, what to load, the expression after."""

from __future__ import annotations

import pytest

from scale_lsp.rewrite.declarations import declare_relations
from scale_lsp.rewrite.names import replace_argument_string
from scale_lsp.rewrite.relations import load_relations
from scale_lsp.rewrite.snippet import RewriteRefused
from scale_lsp.text.positions import Position, Span, apply_edits, split_lines

CASES = [
    ("Order.objects.all()", "a", "", 'Order.objects.all().select_related("a")'),
    ("Order.objects", "a", "", 'Order.objects.select_related("a")'),
    ("latest()", "a b", "c", 'latest().select_related("a", "b").prefetch_related("c")'),
    ("orders", "a", "", 'orders.select_related("a")'),
    ("super().get_queryset()", "", "c", 'super().get_queryset().prefetch_related("c")'),
    ("Order.objects.filter(x='1')", "a", "", "Order.objects.filter(x='1').select_related('a')"),
    ("Order.objects.all()[:10]", "a", "", 'Order.objects.all().select_related("a")[:10]'),
    ("Order.objects.filter(pk=1).first()", "a", "", 'Order.objects.filter(pk=1).select_related("a").first()'),
    ('Order.objects.select_related("a")', "a__b", "", 'Order.objects.select_related("a__b")'),
    ('Order.objects.select_related("a__b")', "a", "", 'Order.objects.select_related("a__b")'),
    ('Order.objects.select_related("x").filter(y=1)', "a", "", 'Order.objects.select_related("x", "a").filter(y=1)'),
    ('Order.objects.select_related("x",)', "a", "", 'Order.objects.select_related("x", "a",)'),
    (
        "Order.objects.select_related(\n    'x',\n    'y',\n)",
        "a",
        "",
        "Order.objects.select_related(\n    'x',\n    'y',\n    'a',\n)",
    ),
    (
        "Order.objects.select_related(None)",
        "a",
        "",
        'Order.objects.select_related(None).select_related("a")',
    ),
    (
        'Order.objects.select_related("x").select_related(None)',
        "a",
        "",
        'Order.objects.select_related("x").select_related(None).select_related("a")',
    ),
    ("Order.objects.select_related(*names)", "a", "", 'Order.objects.select_related(*names).select_related("a")'),
    (
        "Order.objects.filter(x=1)  # why\n    .order_by('y')",
        "a",
        "",
        "Order.objects.filter(x=1)  # why\n    .order_by('y')\n    .select_related('a')",
    ),
    (
        "Order.objects\\\n    .filter(x=1)\\\n    .order_by('-y')[:5]",
        "",
        "a",
        "Order.objects\\\n    .filter(x=1)\\\n    .order_by('-y')\\\n    .prefetch_related('a')[:5]",
    ),
    ("Order.objects.all().iterator()", "", "c", 'Order.objects.all().prefetch_related("c").iterator(chunk_size=2000)'),
    ("Order.objects.iterator(chunk_size=5)", "", "c", 'Order.objects.prefetch_related("c").iterator(chunk_size=5)'),
    ("get_object_or_404(Order, pk=1)", "", "c", 'get_object_or_404(Order.objects.prefetch_related("c"), pk=1)'),
    ("a if b else c", "a", "", '(a if b else c).select_related("a")'),
    (
        "😀.objects.all()" if False else 'Order.objects.filter(x="😀")',
        "a",
        "",
        'Order.objects.filter(x="😀").select_related("a")',
    ),
    ('Order.objects.prefetch_related(Prefetch("x"))', "", "c", 'Order.objects.prefetch_related(Prefetch("x"), "c")'),
    ('o.items.prefetch_related("p")', "", "p__q", 'o.items.prefetch_related("p__q")'),
]


def whole(text: str) -> Span:
    lines = split_lines(text)
    return Span(Position(0, 0), Position(len(lines) - 1, len(lines[-1])))


@pytest.mark.parametrize(("before", "select", "prefetch", "after"), CASES)
def test_relations_are_added(before: str, select: str, prefetch: str, after: str) -> None:
    changed = apply_edits(before, load_relations("/f", before, whole(before), select.split(), prefetch.split()))
    assert changed == after
    assert load_relations("/f", changed, whole(changed), select.split(), prefetch.split()) == ()


def test_only_names_the_foreign_keys_that_are_followed() -> None:
    before = 'Order.objects.only("number")'
    edits = load_relations("/f", before, whole(before), ["customer__address"], [], columns=["customer"])
    assert apply_edits(before, edits) == 'Order.objects.only("number", "customer").select_related("customer__address")'


def test_an_expression_inside_a_line_changes_nothing_around_it() -> None:
    text = "def f():\n    for o in Order.objects.all():  # all\n        pass\n"
    span = Span(Position(1, 13), Position(1, 32))
    edits = load_relations("/f", "Order.objects.all()", span, ["a"], [])
    assert apply_edits(text, edits) == text.replace(".all()", '.all().select_related("a")')
    assert edits[0].span.start == edits[0].span.end == Position(1, 32)


@pytest.mark.parametrize("expression", ["a.union(b)", "Order.objects.raw('x')", "Order.objects.values('x')"])
def test_refuses_where_django_would(expression: str) -> None:
    with pytest.raises(RewriteRefused):
        load_relations("/f", expression, whole(expression), ["a"], [])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("'custmer'", "'customer'"),
        ('r"x"', 'r"customer"'),
        ('Prefetch("x", queryset=q)', 'Prefetch("customer", queryset=q)'),
    ],
)
def test_a_name_is_replaced_in_its_quotes(before: str, after: str) -> None:
    assert apply_edits(before, replace_argument_string("/f", before, whole(before), "customer")) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "class A(ModelAdmin):\n    list_display = ['x']\n    other = 1\n",
            "class A(ModelAdmin):\n    list_display = ['x']\n    list_select_related = ['a', 'b__c']\n    other = 1\n",
        ),
        ('class A(M):\n    """Doc."""\n', 'class A(M):\n    """Doc."""\n    list_select_related = ["a", "b__c"]\n'),
        ("class A(M):\n    pass\n", 'class A(M):\n    list_select_related = ["a", "b__c"]\n    pass\n'),
        (
            'class A(M):\n    list_select_related = ("x",)\n',
            'class A(M):\n    list_select_related = ("x", "a", "b__c",)\n',
        ),
    ],
)
def test_an_admin_class_declares_its_relations(before: str, after: str) -> None:
    edits = declare_relations("/f", before, Span(Position(0, 0), Position(0, 7)), ["a", "b__c"])
    assert apply_edits(before, edits) == after


def test_an_admin_class_that_joins_everything_is_left_alone() -> None:
    with pytest.raises(RewriteRefused):
        declare_relations("/f", "class A(M):\n    list_select_related = True\n", whole("class A"), ["a"])
