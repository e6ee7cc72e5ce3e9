"""The report as it is read: by people, in a browser, and by programs."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from scale_lsp.report.entry_points import Place
from scale_lsp.report.markdown_text import Links, escaped, linked
from scale_lsp.report.plain import as_json, schema
from scale_lsp.report.readiness.html import html
from scale_lsp.report.readiness.markdown import markdown
from scale_lsp.report.readiness.model import Good, Readiness
from tests.readiness.conftest import SHOP, WELL, report_of

SECTIONS = [
    "What is good already",
    "Findings",
    "Entry points, now and fixed",
    "Checklist",
    "Files to update",
    "Capacity by scale",
    "Roadmap",
    "Settings",
    "What could not be judged",
    "Assumptions",
]
HOSTILE = "<script>alert(1)</script> [x](javascript:alert(1)) `<b>` | \" ' & \n# <img src=x onerror=alert(1)>"


class Page(HTMLParser):
    """The tags of a page with their attributes, and its texts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br", "hr", "img"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, (tag, self.getpos())

    def handle_data(self, data: str) -> None:
        self.texts.append((self.open[-1] if self.open else "", data.strip()))

    def of(self, attribute: str) -> list[str]:
        return [value for _, attributes in self.tags if (value := attributes.get(attribute)) is not None]


def test_markdown_has_every_section_in_order(shop: Readiness) -> None:
    text = markdown(shop)
    assert text.startswith("# Is shop ready for 1,000 users?\n\n**Not ready.** First limit: requests, at about ")
    assert re.findall(r"^## (.*)$", text, re.M) == SECTIONS
    assert "\n\n\n" not in text


def test_markdown_says_numbers_and_places(shop: Readiness) -> None:
    text = markdown(shop)
    dashboard = "[shop.employee\\_views.dashboard](<shop/employee_views.py#L13>)"
    fixed = shop.entry_points[0].fixed
    left = f"{fixed.formula} = {fixed.number:,}"
    assert f"| view | `/employee/` | {dashboard} | 5 + 7n + n·m = 10,705 | {left} |" in text
    assert (
        "1. **Related rows loaded one at a time** at [shop/employee\\_views.py:15](<shop/employee_views.py#L15>)"
        in text
    )
    assert "     - Impact: queries 1 + 5n + n·m → 3, n = rows of Order (10,501 → 3 at n = 100)." in text
    assert '- [ ] Add `prefetch_related("children")`: [shop/context\\_processors.py:7]' in text
    assert re.search(r"^\| 1,000 \(target\) \| 33 \| requests \| nothing that was counted \|$", text, re.M)
    assert re.search(r"^\| \[shop/models\.py\]\(<shop/models\.py#L1>\) \|  \| 2 \| \d+, \d+ \|$", text, re.M)


def test_tables_of_markdown_are_tables(shop: Readiness) -> None:
    columns = 0
    for line in markdown(shop).splitlines():
        cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
        assert not columns or not cells or cells == columns, line
        columns = cells


def test_links_of_markdown_lead_to_lines(shop: Readiness) -> None:
    targets = re.findall(r"\]\(<([^>]*)>\)", markdown(shop, Links("../examples/a shop")))
    assert len(targets) > 100
    for target in set(targets):
        if not target.startswith("https://"):
            assert re.fullmatch(r"\.\./examples/a%20shop/[\w./%-]+#L\d+", target), target


def test_a_ready_project_is_said_to_be_ready_in_each_format() -> None:
    report = report_of(WELL)
    text, page = markdown(report), Page(html(report))
    assert "**Ready.**" in text
    assert "## Findings\n\nNone.\n" in text
    assert re.findall(r"^## (.*)$", text, re.M) == SECTIONS
    assert ("p", "Ready") in page.texts
    assert json.loads(as_json(report))["verdict"]["status"] == "ready"


@pytest.fixture(scope="module")
def page(shop: Readiness) -> Page:
    return Page(html(shop, Links("source")))


def test_the_page_is_well_formed_and_has_every_section(page: Page) -> None:
    assert page.open == []
    assert [text for tag, text in page.texts if tag == "h2"] == SECTIONS
    assert ("p", "Not ready") in page.texts
    assert len([tag for tag, _ in page.tags if tag == "svg"]) == 3


def test_the_page_loads_and_runs_nothing(page: Page, shop: Readiness) -> None:
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "link", "img", "iframe", "object", "form", "base"})
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on") or name == "src"]
    text = html(shop)
    assert "url(" not in text
    assert "@import" not in text
    policy = [attributes for _, attributes in page.tags if attributes.get("http-equiv") == "Content-Security-Policy"]
    assert policy[0]["content"] == "default-src 'none'; style-src 'unsafe-inline'"


def test_every_link_of_the_page_leads_somewhere(page: Page) -> None:
    ids = page.of("id")
    assert len(ids) == len(set(ids))
    links = page.of("href")
    assert len(links) > 200
    for link in set(links):
        parts = urlsplit(link)
        if link.startswith("#"):
            assert parts.fragment in ids, link
        elif parts.scheme:
            assert parts.scheme == "https"
        else:
            path = SHOP / Path(unquote(parts.path)).relative_to("source")
            assert int(parts.fragment.removeprefix("L")) <= len(path.read_text().splitlines())


def test_every_finding_is_on_the_page_with_its_place(page: Page, shop: Readiness) -> None:
    assert [id for id in page.of("id") if id.startswith("finding-")] == [f"finding-{p.number}" for p in shop.problems]
    shown = {text for tag, text in page.texts if tag == "a"}
    assert {str(problem.place) for problem in shop.problems} <= shown


def test_the_bars_are_as_long_as_their_numbers(page: Page, shop: Readiness) -> None:
    """Now and fixed, on a logarithmic scale."""
    first = shop.entry_points[0]
    bars = [float(a["width"] or 0) for tag, a in page.tags if tag == "rect" and a.get("class") in ("now", "fixed")]
    assert len(bars) == 24
    assert bars[0] == max(bars)
    now, fixed = (math.log10(amount.number + 1) for amount in (first.queries, first.fixed))
    assert bars[1] / bars[0] == pytest.approx(fixed / now, abs=0.01)


def test_long_names_are_cut_where_they_would_not_fit(shop: Readiness) -> None:
    first = replace(shop.entry_points[0], name="package." * 20 + "view")
    texts = Page(html(replace(shop, entry_points=(first, *shop.entry_points[1:])))).texts
    labels = [text for tag, text in texts if tag == "text"]
    assert max(map(len, labels)) == 48
    assert any(text.startswith("…") and text.endswith("package.view") for text in labels)


def test_hostile_texts_are_shown_as_they_are(shop: Readiness) -> None:
    place = Place('a"><script>alert(2)</script>/<b>`|x](y).py', 3, 1)
    bad = replace(shop.problems[0], message=HOSTILE, place=place, title=HOSTILE, related=(place,))
    first = replace(shop.entry_points[0], name=HOSTILE, routes=(HOSTILE,), place=place)
    report = replace(
        shop,
        project=HOSTILE,
        problems=(bad, *shop.problems[1:]),
        entry_points=(first, *shop.entry_points[1:]),
        good=(Good(HOSTILE, (place,)),),
        assumptions=(HOSTILE,),
    )
    page = Page(html(report))
    assert page.open == []
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "img"})
    assert any("<script>alert(1)</script>" in text for tag, text in page.texts if tag == "h4")
    for link in page.of("href"):
        assert not link.lower().startswith("javascript")
    text = markdown(report)
    tags = Page(MarkdownIt("commonmark").enable("table").render(text)).tags
    assert {tag for tag, _ in tags}.isdisjoint({"script", "img", "b"})
    assert not [link for _, a in tags if (link := a.get("href")) and link.lower().startswith("javascript")]
    assert re.findall(r"^## (.*)$", text, re.M) == SECTIONS


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a_b*c", "a\\_b\\*c"),
        ("see `a_b | c` now", "see `a_b \\| c` now"),
        ("one ` alone_", "one \\` alone\\_"),
        ("two\nlines  | cell", "two lines \\| cell"),
        ("&lt;b>", "\\&lt;b\\>"),
    ],
)
def test_markdown_is_escaped(text: str, shown: str) -> None:
    assert escaped(text) == shown


def test_a_link_holds_any_path() -> None:
    place = Place("odd [name]/a b>.py", 3, 1)
    assert linked(place, Links()) == "[odd \\[name\\]/a b\\>.py:3](<odd%20%5Bname%5D/a%20b%3E.py#L3>)"
    assert Links("file:///c:/site").to(Place("a.py", 1, 1)) == "file:///c:/site/a.py#L1"
    assert Links().to(Place("javascript:alert(1)", 1, 1)) == "javascript%3Aalert%281%29#L1"


def test_json_keeps_to_its_schema(shop: Readiness) -> None:
    written, rules = json.loads(as_json(shop)), schema(Readiness)
    Draft202012Validator.check_schema(rules)
    Draft202012Validator(rules).validate(written)
    assert list(written) == [
        *("project", "root", "version", "verdict", "good", "problems", "entry_points", "files", "limits", "scales"),
        *("phases", "settings", "unjudged", "assumptions"),
    ]
    first = written["problems"][0]
    assert first["place"] == {"file": "shop/employee_views.py", "line": 15, "column": 14}
    assert (first["grade"], first["fix"]["safety"], first["phase"]) == ("critical", "safe", 1)
    changed = json.loads(as_json(shop))
    changed["verdict"]["status"] = "perhaps"
    assert list(Draft202012Validator(rules).iter_errors(changed))
