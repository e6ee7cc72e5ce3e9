"""After any edits the findings are those of a cold run, and what did not change is not interpreted again."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from scale_lsp.config import Config
from scale_lsp.engine.check import check
from scale_lsp.engine.fix import fix
from scale_lsp.finding import Finding
from scale_lsp.flow.analysis import Analysis, analyse, followed
from scale_lsp.frameworks import ALL
from scale_lsp.index.project import Project
from scale_lsp.text.positions import Edit, Position, Span
from tests.harness import HERE, ROOT, SHOP

VIEWS = (HERE / "rules" / "queries" / "related_access_in_loop" / "helpers.py").read_text(encoding="utf-8")
OTHER = (HERE / "rules" / "queries" / "query_in_loop" / "loops.py").read_text(encoding="utf-8")
PAGE = "{% for order in orders %}{{ order.customer.name }}{% endfor %}\n"
RENDERS = """from django.shortcuts import render
from shop.models import Order


def page(request):
    return render(request, "p.html", {"orders": Order.objects.all()})
"""
FILES = {
    f"{ROOT}/shop/views.py": VIEWS,
    f"{ROOT}/shop/other.py": OTHER,
    f"{ROOT}/shop/renders.py": RENDERS,
    f"{ROOT}/shop/templates/p.html": PAGE,
    **{f"{ROOT}/shop/{p.name}": p.read_text(encoding="utf-8") for p in sorted(SHOP.glob("*.py"))},
}


def project(files: dict[str, str]) -> Project:
    made = Project(ROOT)
    for path, text in files.items():
        made.put(path, text)
    return made


def said(made: Project) -> list[str]:
    snapshot = made.snapshot()
    return [
        f"{f.location} {f.rule} {f.message} {f.related}"
        for path in sorted(FILES)
        for f in check(snapshot, path, Config())
    ]


READS = Config(select=("related-access-in-loop",))
FIELD = "    more = models.ForeignKey('Customer', on_delete=models.CASCADE)\n"
PIECES = [
    "x",
    "(",
    '"""',
    "\n",
    "    pass\n",
    ".select_related('customer')",
    "select_related",
    ")",
    "# scale: ignore\n",
    FIELD,
    "\n\ndef more(order):\n    return order.customer.name\n\n\n",
    "return ",
    "    for order in Order.objects.all():\n        print(order.customer)\n",
    "#",
    "",
]
EDITS = st.tuples(
    st.sampled_from(sorted(FILES)),
    st.integers(0, 60),
    st.integers(0, 50),
    st.integers(0, 2),
    st.integers(0, 20),
    st.sampled_from(PIECES),
    st.sampled_from(["", "the edited file", "another file", "everything"]),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(EDITS, min_size=1, max_size=6))
def test_edits_give_what_a_cold_run_gives(edits: list[tuple[str, int, int, int, int, str, str]]) -> None:
    warm = project(FILES)
    said(warm)
    for path, line, column, lines, columns, text, asked in edits:
        end = Position(line + lines, columns if lines else column + columns)
        warm.edit(path, Span(Position(line, column), end), text)
        match asked:
            case "the edited file":
                check(warm.snapshot(), path, Config(), first=True)
            case "another file":
                check(warm.snapshot(), f"{ROOT}/shop/views.py", Config(), first=True)
            case "everything":
                said(warm)
    now = said(warm)
    texts = {path: warm.snapshot().sources[path].text for path in FILES}
    if any(warm.snapshot().sources[path].problems for path in FILES):
        return  # a broken block keeps what it last said, which a cold run cannot know
    assert now == said(project(texts))


def interpreted(made: Project) -> int:
    return analyse(made.snapshot(), ALL).interpreted


def line_of(text: str, part: str) -> int:
    return next(i for i, line in enumerate(text.splitlines()) if part in line)


def test_an_edit_in_a_body_interprets_that_function_and_its_callers() -> None:
    made = project(FILES)
    everything = interpreted(made)
    graph = made.snapshot().graph
    line = line_of(VIEWS, "def refined_here") + 1
    made.edit(f"{ROOT}/shop/views.py", Span(Position(line, 4), Position(line, 4)), "x = 1; ")
    assert interpreted(made) == 1
    assert made.snapshot().graph is graph, "typing in a body relinks nothing"
    assert everything > 50


def test_of_a_file_that_is_put_anew_only_what_is_new_is_interpreted() -> None:
    made = project(FILES)
    interpreted(made)
    text = VIEWS.replace("def refined_here", "X = 1\n\n\ndef refined_there", 1)
    made.put(f"{ROOT}/shop/views.py", text)
    assert 0 < interpreted(made) <= 3
    assert said(made) == said(project({**FILES, f"{ROOT}/shop/views.py": text}))


@settings(max_examples=4, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(FILES)), st.integers(0, 60), st.sampled_from(PIECES)), min_size=1, max_size=4
    )
)
def test_texts_that_are_put_give_what_a_cold_run_gives(puts: list[tuple[str, int, str]]) -> None:
    warm = project(FILES)
    said(warm)
    for path, line, piece in puts:
        lines = warm.snapshot().sources[path].text.splitlines(keepends=True)
        warm.put(path, "".join([*lines[:line], piece, *lines[line + 1 :]]))
        said(warm)
    assert said(warm) == said(project({path: warm.snapshot().sources[path].text for path in FILES}))


def test_a_helper_brings_its_callers_along() -> None:
    made = project(FILES)
    interpreted(made)
    line = line_of(VIEWS, 'Order.objects.order_by("-number")')
    made.edit(f"{ROOT}/shop/views.py", Span(Position(line, 11), Position(line, 11)), "")
    made.edit(f"{ROOT}/shop/views.py", Span(Position(line, 44 - 11), Position(line, 44 - 11)), " ")
    assert interpreted(made) == 2, "latest() and the function that calls it"


def test_a_template_that_appears_is_visited() -> None:
    page = f"{ROOT}/shop/templates/p.html"
    made = project({path: text for path, text in FILES.items() if path != page})
    renders = f"{ROOT}/shop/renders.py"
    assert check(made.snapshot(), renders, Config()) == ()
    made.put(page, PAGE)
    assert [f.rule for f in check(made.snapshot(), renders, Config())] == ["related-access-in-loop"]
    made.put(page, "{% for order in orders %}{{ order.number }}{% endfor %}")
    assert check(made.snapshot(), renders, Config()) == ()


SCHEMA = """from ninja import Router, Schema
from shop.models import Order

router = Router()


class CustomerOut(Schema):
    name: str


class OrderOut(Schema):
    number: int


@router.get("/orders", response=list[OrderOut])
def orders(request):
    return Order.objects.all()
"""


def test_a_field_that_a_schema_gets_is_read() -> None:
    path = f"{ROOT}/shop/api.py"
    made = project({**FILES, path: SCHEMA})
    assert check(made.snapshot(), path, READS) == ()
    after = Position(line_of(SCHEMA, "number: int") + 1, 0)
    made.edit(path, Span(after, after), "    customer: CustomerOut\n")
    assert [f.rule for f in check(made.snapshot(), path, READS)] == ["related-access-in-loop"]
    made.edit(path, Span(after, Position(after.line + 1, 0)), "")
    assert check(made.snapshot(), path, READS) == ()


def test_a_jinja_template_says_what_it_said_while_it_is_broken() -> None:
    renders, page = f"{ROOT}/shop/renders.py", f"{ROOT}/shop/templates/p.jinja"
    made = project({**FILES, renders: RENDERS.replace("p.html", "p.jinja"), page: "{{ title }}\n" + PAGE})

    def lines() -> list[int]:
        return [r.location.span.start.line for f in check(made.snapshot(), renders, Config()) for r in f.related]

    def typed(text: str, line: int, column: int) -> list[int]:
        made.edit(page, Span(Position(line, column), Position(line, column)), text)
        return lines()

    assert lines() == [1]
    assert typed(".", 0, 8) == [1]
    assert typed("\n", 0, 0) == [2]
    assert typed("x", 1, 9) == [2]
    made.edit(page, Span(Position(2, 42), Position(2, 47)), "")
    assert lines() == [2]
    made.edit(page, Span(Position(2, 34), Position(2, 42)), "id")
    assert lines() == []


CYCLE = """from shop.models import Order


def a():
    return b() or Order.objects.all()


def b():
    return c()


def c():
    return a()


def names():
    return [order.customer.name for order in b()]
"""


def test_calls_in_a_cycle_do_not_depend_on_the_one_that_comes_first() -> None:
    path = f"{ROOT}/shop/cycle.py"
    made = project({**FILES, path: CYCLE})
    cold = check(made.snapshot(), path, Config())
    assert [finding.rule for finding in cold] == ["related-access-in-loop"]
    made.put(path, CYCLE.replace("order.customer.name", "order.customer.pk"))
    made.snapshot()
    check(made.snapshot(), path, Config())
    made.put(path, CYCLE)
    assert check(made.snapshot(), path, Config()) == cold
    other_order = CYCLE.replace("def a", "def z").replace("a()", "z()")
    made.put(path, other_order)
    assert [finding.rule for finding in check(made.snapshot(), path, Config())] == ["related-access-in-loop"]


def test_an_edit_anywhere_in_a_cycle_reaches_all_who_call_it() -> None:
    path = f"{ROOT}/shop/cycle.py"
    made = project({**FILES, path: CYCLE})
    assert check(made.snapshot(), path, Config())
    made.put(path, CYCLE.replace("Order.objects.all()", 'Order.objects.select_related("customer")'))
    assert not check(made.snapshot(), path, Config())


def test_a_comment_interprets_nothing() -> None:
    made, path = project(FILES), f"{ROOT}/shop/views.py"
    interpreted(made)
    end = Position(line_of(VIEWS, "def refined_here"), 200)
    made.edit(path, Span(end, end), "  # words")
    assert interpreted(made) == 0
    made.edit(path, Span(end, end), "\n\n")
    assert interpreted(made) <= 1


def test_a_line_that_does_not_parse_interprets_nothing() -> None:
    made, path = project(FILES), f"{ROOT}/shop/views.py"
    interpreted(made)
    before = check(made.snapshot(), path, Config())
    place = Position(line_of(VIEWS, "def refined_here") + 1, 4)
    made.edit(path, Span(place, place), "x = (")
    assert interpreted(made) == 0
    assert check(made.snapshot(), path, Config()) == before


def test_a_new_field_interprets_what_used_its_model() -> None:
    made, path = project(FILES), f"{ROOT}/shop/models.py"
    everything = interpreted(made)
    place = Position(line_of(FILES[path], "class Review(") + 1, 0)
    made.edit(path, Span(place, place), "    more = models.IntegerField()\n")
    assert 0 < interpreted(made) < everything / 4


def test_a_new_function_interprets_itself() -> None:
    made, path = project(FILES), f"{ROOT}/shop/views.py"
    interpreted(made)
    place = Position(len(VIEWS.splitlines()), 0)
    made.edit(path, Span(place, place), "\n\ndef quite_new(orders):\n    return [order.pk for order in orders]\n")
    assert interpreted(made) <= 2, "it, and the function above, which has more empty lines now"


def test_the_file_somebody_types_in_comes_first() -> None:
    made, path = project(FILES), f"{ROOT}/shop/models.py"
    cold = said(made)
    other = f"{ROOT}/shop/views.py"
    assert check(made.snapshot(), other, Config())
    place = Position(line_of(FILES[path], "class Order(") + 1, 0)
    made.edit(path, Span(place, place), "    more = models.IntegerField()\n")
    check(made.snapshot(), path, Config(), first=True)
    assert analysis_of(made).pending, "what other files make of the model can wait"
    check(made.snapshot(), other, Config(), first=True)
    made.edit(path, Span(place, Position(place.line + 1, 0)), "")
    assert said(made) == cold
    assert not analysis_of(made).pending


def analysis_of(made: Project) -> Analysis:
    return followed(made.snapshot())


def test_a_finding_that_has_moved_is_fixed_where_it_is() -> None:
    made, path = project(FILES), f"{ROOT}/shop/views.py"
    before = check(made.snapshot(), path, Config())
    made.edit(path, Span(Position(0, 0), Position(0, 0)), "# words\n# words\n")
    after = check(made.snapshot(), path, Config())
    assert [f.location.span for f in after] == [f.location.span.shifted(2) for f in before]
    cold = project({path: source.text for path, source in made.snapshot().sources.items() if path in FILES})
    edits = edits_of(made, after)
    assert edits == edits_of(cold, check(cold.snapshot(), path, Config()))
    assert edits


def edits_of(made: Project, findings: Iterable[Finding]) -> list[tuple[Edit, ...]]:
    made_of = (fix(made.snapshot(), finding, Config()) for finding in findings)
    return [one.edits for one in made_of if one is not None]


BASES = """from django.views.generic import ListView


class Base(PARENT):
    pass
"""
PAGES = """from shop.bases import Base
from shop.models import Order


class Page(Base):
    model = Order
    template_name = "q.html"
"""
SHOWN = "{% for order in object_list %}{{ order.customer.name }}{% endfor %}"


def test_a_class_that_becomes_a_view_through_its_base_is_visited() -> None:
    bases, pages = f"{ROOT}/shop/bases.py", f"{ROOT}/shop/pages.py"
    files = {bases: BASES.replace("PARENT", "object"), pages: PAGES, f"{ROOT}/shop/templates/q.html": SHOWN}
    made = project({**FILES, **files})
    assert check(made.snapshot(), pages, READS) == ()
    made.put(bases, BASES.replace("PARENT", "ListView"))
    assert [finding.rule for finding in check(made.snapshot(), pages, READS)] == ["related-access-in-loop"]
    made.put(bases, BASES.replace("PARENT", "object"))
    assert check(made.snapshot(), pages, READS) == ()
