"""Reviews as GitHub and GitLab take them: the shape, the lines, and what a click on a suggestion does."""

from __future__ import annotations

import json
import re
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, TypeAdapter

from scale_lsp.report import github_review, gitlab_review
from scale_lsp.text.positions import split_lines
from tests.report.shop import FIXED, PAGE, TEXTS, VIEWS, WITHOUT_CUSTOMER, reported

BLOCK = re.compile(r"```suggestion(?::-(\d+)\+(\d+))?\n(.*?)```", re.S)


class Comment(BaseModel):
    """https://docs.github.com/en/rest/pulls/reviews#create-a-review-for-a-pull-request"""

    model_config = ConfigDict(extra="forbid")
    path: str
    body: str
    line: int
    side: Literal["LEFT", "RIGHT"]
    start_line: int | None = None
    start_side: Literal["LEFT", "RIGHT"] | None = None


class Review(BaseModel):
    model_config = ConfigDict(extra="forbid")
    event: Literal["APPROVE", "REQUEST_CHANGES", "COMMENT"]
    body: str
    comments: list[Comment]


class Position(BaseModel):
    """https://docs.gitlab.com/api/discussions/#create-new-merge-request-thread, less the commits"""

    model_config = ConfigDict(extra="forbid")
    position_type: Literal["text"]
    old_path: str
    new_path: str
    new_line: int
    old_line: int | None = None


class Discussion(BaseModel):
    model_config = ConfigDict(extra="forbid")
    body: str
    position: Position | None = None


def review(before: dict[str, str] | None = None, texts: dict[str, str] | None = None) -> Review:
    return Review.model_validate_json(github_review.write(reported(texts, before)))


def discussions(before: dict[str, str] | None = None, texts: dict[str, str] | None = None) -> list[Discussion]:
    text = gitlab_review.write(reported(texts, before))
    return TypeAdapter(list[Discussion]).validate_json(text)


def taken_over(first: int, last: int, text: str) -> str:
    lines = split_lines(TEXTS[VIEWS])
    return "".join([*lines[: first - 1], text, *lines[last:]])


@pytest.mark.parametrize("index", [0, 1])
def test_a_click_on_a_suggestion_is_the_fix(index: int) -> None:
    before, after = FIXED[index]
    fixed = TEXTS[VIEWS].replace(before, after)
    comment = review().comments[index]
    suggested = BLOCK.search(comment.body)
    assert suggested
    assert taken_over(comment.start_line or comment.line, comment.line, suggested[3]) == fixed
    discussion = discussions()[index]
    suggested = BLOCK.search(discussion.body)
    assert suggested
    assert discussion.position
    line = discussion.position.new_line
    assert taken_over(line - int(suggested[1]), line + int(suggested[2]), suggested[3]) == fixed


def test_what_is_not_safe_or_needs_other_lines_is_shown_but_not_offered() -> None:
    for bodies in ([one.body for one in review().comments], [one.body for one in discussions()]):
        unsafe, with_import = bodies[2:]
        assert not BLOCK.search(unsafe + with_import)
        assert "(unsafe: " in unsafe
        assert "+    return list(Order.objects.filter(paid=True))\n" in unsafe
        assert "+from asgiref.sync import sync_to_async\n" in with_import


def test_a_finding_that_a_change_causes_is_told_at_the_change() -> None:
    (comment,) = review(WITHOUT_CUSTOMER).comments
    assert (comment.path, comment.line) == ("shop/templates/page.html", 2)
    assert "`shop/views.py:8`: `customer` loaded once per row" in comment.body
    assert "Caused by this change: `customer` is read here once per row" in comment.body
    assert not BLOCK.search(comment.body), "the lines of the view are not in the change"
    first = discussions(WITHOUT_CUSTOMER)[0]
    assert first.position
    assert (first.position.new_path, first.position.new_line, first.position.old_line) == (comment.path, 2, None)


def test_what_the_change_does_not_show_is_in_the_text_of_the_review() -> None:
    made = review(WITHOUT_CUSTOMER)
    assert re.findall(r"`(shop/views\.py:\d+)`", made.body) == [
        "shop/views.py:12",
        "shop/views.py:18",
        "shop/views.py:22",
    ]
    assert [one.position is None for one in discussions(WITHOUT_CUSTOMER)] == [False, True, True, True]
    assert discussions(WITHOUT_CUSTOMER)[1].body.startswith("`shop/views.py:12`")


def test_lines_around_the_changed_ones_may_be_commented() -> None:
    """The line below the one of the finding has changed; GitLab wants both numbers of a line that has not."""
    before = {VIEWS: "import os\n" + TEXTS[VIEWS].replace("def number()", "def numbers()")}
    comments = review(before).comments
    assert [(one.path, one.start_line, one.line) for one in comments] == [
        ("shop/views.py", None, 8),
        ("shop/views.py", 12, 14),
    ]
    positions = [one.position for one in discussions(before)]
    assert [(one.old_line, one.new_line) for one in positions if one] == [(9, 8), (15, 14)]


def test_a_new_file_may_be_commented_anywhere() -> None:
    report = reported({f"{VIEWS}.py": TEXTS[VIEWS], VIEWS: ""}, {})
    assert json.loads(github_review.write(report))["comments"] == []
    assert len(review({VIEWS: ""}).comments) == 4


def test_a_renamed_file_has_both_its_names() -> None:
    moved = PAGE.replace("page.html", "list.html")
    texts = {moved: TEXTS[PAGE], VIEWS: TEXTS[VIEWS].replace("page.html", "list.html")}
    found = reported(texts, {VIEWS: TEXTS[VIEWS]})
    assert found.changes
    position = json.loads(gitlab_review.write(found))[0]["position"]
    assert (position["old_path"], position["new_path"]) == ("shop/views.py", "shop/views.py")


def test_nothing_found_is_a_review_without_comments() -> None:
    assert review(texts={VIEWS: ""}) == Review(event="COMMENT", body="scale-lsp found nothing", comments=[])
    assert discussions(texts={VIEWS: ""}) == []
