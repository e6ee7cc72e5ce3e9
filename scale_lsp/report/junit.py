"""JUnit XML, which every CI shows: https://github.com/testmoapp/junitxml."""

from __future__ import annotations

from collections import defaultdict
from xml.etree.ElementTree import Element, SubElement

from scale_lsp.report.report import Item, Report
from scale_lsp.report.xml import document


def write(report: Report) -> str:
    """A suite for each file, with a failed test for each finding; one test that passed when there is none."""
    by_file: dict[str, list[Item]] = defaultdict(list)
    for item in report.shown:
        by_file[report.path(item.finding.location.path)].append(item)
    count = str(len(report.shown))
    root = Element("testsuites", name="scale-lsp", tests=count if by_file else "1", failures=count, errors="0")
    if not by_file:
        suite = SubElement(root, "testsuite", name="scale-lsp", tests="1", failures="0", errors="0", skipped="0")
        SubElement(suite, "testcase", name="no findings", classname="scale-lsp")
    for path, items in by_file.items():
        number = str(len(items))
        suite = SubElement(root, "testsuite", name=path, tests=number, failures=number, errors="0", skipped="0")
        for item in items:
            _case(suite, item, path, report)
    return document(root)


def _case(suite: Element, item: Item, path: str, report: Report) -> None:
    finding = item.finding
    start = finding.location.span.start
    place = f"{path}:{start.line + 1}:{start.column + 1}"
    case = SubElement(
        suite, "testcase", name=f"{finding.rule} {place}", classname=path, file=path, line=str(start.line + 1)
    )
    failure = SubElement(case, "failure", message=finding.message, type=finding.severity.value)
    related = [
        f"{report.path(one.location.path)}:{one.location.span.start.line + 1}: {one.message}" for one in item.related
    ]
    url = report.url(finding)
    failure.text = "\n".join([f"{place}: {finding.message}", *related, *([url] if url else [])])
