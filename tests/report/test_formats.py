"""The other formats, as the programs read them that they are for."""

from __future__ import annotations

import json
import re
from typing import Literal
from xml.etree import ElementTree

import pytest
from junitparser import JUnitXml
from pydantic import BaseModel, ConfigDict

from scale_lsp.report import checkstyle, github, gitlab, junit, markdown, rdjson
from scale_lsp.report import json as json_format
from scale_lsp.report.formats import FORMATS, written
from tests.report.shop import ROOT, TEXTS, VIEWS, WITHOUT_CUSTOMER, reported


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RdPosition(Strict):
    line: int
    column: int | None = None


class RdRange(Strict):
    start: RdPosition
    end: RdPosition


class RdLocation(Strict):
    path: str
    range: RdRange


class RdCode(Strict):
    value: str
    url: str | None = None


class RdSuggestion(Strict):
    range: RdRange
    text: str


class Diagnostic(Strict):
    message: str
    location: RdLocation
    severity: Literal["ERROR", "WARNING", "INFO"]
    code: RdCode
    suggestions: list[RdSuggestion] = []


class RdSource(Strict):
    name: str


class DiagnosticResult(Strict):
    """https://github.com/reviewdog/reviewdog/blob/master/proto/rdf/reviewdog.proto"""

    source: RdSource
    diagnostics: list[Diagnostic]


def test_reviewdog_counts_bytes_and_replaces_lines() -> None:
    found = DiagnosticResult.model_validate_json(rdjson.write(reported())).diagnostics
    lines = TEXTS[VIEWS].encode().splitlines()
    place = found[0].location.range
    assert place.start.column
    assert place.end.column
    assert lines[place.start.line - 1][place.start.column - 1 : place.end.column - 1] == b"Order.objects.all()[:50]"
    assert [len(one.suggestions) for one in found] == [1, 1, 0, 0]
    (suggested,) = found[1].suggestions
    assert (suggested.range.start, suggested.range.end) == (RdPosition(line=12), RdPosition(line=14))
    assert suggested.text == "    return Order.objects.all().count()"


def test_reviewdog_removes_whole_lines() -> None:
    texts = {VIEWS: "x = 1\n# scale: ignore[delete-in-loop]\ny = 2\n"}
    (found,) = DiagnosticResult.model_validate_json(rdjson.write(reported(texts))).diagnostics
    (suggested,) = found.suggestions
    assert suggested.text == ""
    assert suggested.range == RdRange(start=RdPosition(line=2, column=1), end=RdPosition(line=3, column=1))


def test_annotations_of_github() -> None:
    lines = github.write(reported()).splitlines()
    assert len(lines) == 4
    commands = [re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.+)", line) for line in lines]
    properties = [dict(pair.split("=", 1) for pair in command[2].split(",")) for command in commands if command]
    assert properties[0] == {
        "title": "scale-lsp (related-access-in-loop)",
        "file": "shop/views.py",
        "line": "8",
        "endLine": "8",
        "col": "66",
        "endColumn": "90",
    }
    assert "col" not in properties[1], "refused together with several lines"


def test_annotations_escape_what_ends_them() -> None:
    report = reported({f"{ROOT}/a,b:c%.py": TEXTS[VIEWS], VIEWS: ""})
    assert ",file=a%2Cb%3Ac%25.py," in github.write(report)


class Begin(Strict):
    line: int
    column: int


class Positions(Strict):
    begin: Begin
    end: Begin


class GitlabLocation(Strict):
    path: str
    positions: Positions


class Issue(Strict):
    """https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format"""

    description: str
    check_name: str
    fingerprint: str
    severity: Literal["info", "minor", "major", "critical", "blocker"]
    location: GitlabLocation


def test_code_quality_of_gitlab() -> None:
    copy = f"{ROOT}/shop/copy.py"
    issues = [Issue.model_validate(one) for one in json.loads(gitlab.write(reported({copy: TEXTS[VIEWS]})))]
    assert len({one.fingerprint for one in issues}) == len(issues) > 6, "GitLab drops issues with the same one"
    assert not any(one.location.path.startswith(("/", "./")) for one in issues)


def test_junit_has_a_failure_for_each_finding() -> None:
    suites = JUnitXml.fromstring(junit.write(reported()).encode())
    assert (suites.tests, suites.failures, suites.errors) == (4, 4, 0)
    (suite,) = suites
    assert (suite.name, suite.tests, suite.failures) == ("shop/views.py", 4, 4)
    first = next(iter(suite))
    assert first.classname == "shop/views.py"
    assert "shop/templates/page.html:2: `customer` is read here once per row" in first.result[0].text


def test_junit_without_findings_is_a_test_that_passed() -> None:
    """Several CIs take a report without tests for a failure."""
    suites = JUnitXml.fromstring(junit.write(reported({VIEWS: ""})).encode())
    assert (suites.tests, suites.failures) == (1, 0)
    (suite,) = suites
    assert next(iter(suite)).is_passed


def test_checkstyle() -> None:
    root = ElementTree.fromstring(checkstyle.write(reported()))
    (file,) = root
    assert (root.tag, file.get("name")) == ("checkstyle", "shop/views.py")
    assert [(one.get("line"), one.get("severity"), one.get("source")) for one in file][:2] == [
        ("8", "warning", "scale-lsp.related-access-in-loop"),
        ("12", "warning", "scale-lsp.len-of-queryset"),
    ]
    assert list(ElementTree.fromstring(checkstyle.write(reported({VIEWS: ""})))) == []


def test_xml_says_nothing_that_it_cannot() -> None:
    path = f"{ROOT}/shop/\x0b&<.py"
    for write in (junit.write, checkstyle.write):
        text = write(reported({path: TEXTS[VIEWS]}))
        assert any("�&<.py" in value for each in ElementTree.fromstring(text).iter() for value in each.attrib.values())


def test_a_summary_folds_what_is_long() -> None:
    texts = {f"{ROOT}/shop/v{number}.py": TEXTS[VIEWS] for number in range(40)}
    text = markdown.write(reported(texts))
    assert text.startswith("### scale-lsp found 164 problems, 123 fixable with `scale-lsp check --fix`\n")
    assert "<details>" in text
    assert "- and 64 more\n" in text
    assert len(text) < 65_536
    assert markdown.write(reported({VIEWS: ""})) == "### scale-lsp found nothing\n"


@pytest.mark.parametrize("name", FORMATS)
def test_what_was_there_before_is_not_spoken_of(name: str) -> None:
    known, nothing = (
        written(report, name) for report in (reported(state="unchanged"), reported({VIEWS: ""}, state="unchanged"))
    )
    assert (known == nothing) is (name != "sarif")


def test_json_is_a_list_with_the_cause() -> None:
    found = json.loads(json_format.write(reported(before=WITHOUT_CUSTOMER)))
    assert [bool(one["cause"]) for one in found] == [True, False, False, False]
    assert found[0]["cause"]["filename"].endswith("page.html")
