"""Reviews that are posted: once, with the commits they belong to, and in words when that is not possible."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from scale_lsp.cli.review import command
from tests.cli.hosts import Host, serving

COMMENT = {"path": "a.py", "line": 1, "side": "RIGHT", "body": "one\n\ntwo"}
REVIEW = {"event": "COMMENT", "body": "found 1 problem", "comments": [COMMENT]}
PULL = "/repos/me/shop/pulls/7"
COMMENTS = f"GET {PULL}/comments?per_page=100&page="
POSITION = {"position_type": "text", "old_path": "a.py", "new_path": "a.py", "new_line": 1}
DISCUSSIONS = [{"body": "one", "position": POSITION}, {"body": "elsewhere"}]
MERGE = "/projects/3/merge_requests/5"
THREADS = f"GET {MERGE}/discussions?per_page=100&page=1"
COMMITS = {"base_sha": "b", "head_sha": "h", "start_sha": "s"}


def post(tmp_path: Path, review: Any, **environment: str) -> Result:
    file = tmp_path / "review.json"
    file.write_text(review if isinstance(review, str) else json.dumps(review))
    names = ("GITHUB_REPOSITORY", "GITHUB_REF", "GITHUB_TOKEN", "GITHUB_API_URL", "SCALE_LSP_TOKEN", "CI_API_V4_URL")
    cleared: dict[str, str | None] = {**dict.fromkeys(names), **environment}
    return CliRunner().invoke(command, [str(file)], env=cleared)


def github(host: Host, **more: str) -> dict[str, str]:
    known = {"GITHUB_API_URL": host.url, "GITHUB_REPOSITORY": "me/shop", "GITHUB_TOKEN": "secret"}
    return {**known, "GITHUB_REF": "refs/pull/7/merge", **more}


def gitlab(host: Host) -> dict[str, str]:
    known = {"CI_API_V4_URL": host.url, "CI_PROJECT_ID": "3", "CI_MERGE_REQUEST_IID": "5"}
    return {**known, "SCALE_LSP_TOKEN": "secret"}


def test_a_review_on_github(tmp_path: Path) -> None:
    with serving(**{f"{COMMENTS}1": [], f"POST {PULL}/reviews": {}}) as host:
        done = post(tmp_path, REVIEW, **github(host))
    assert (done.exit_code, done.output) == (0, "1 new comment.\n")
    assert host.posted == [(f"{PULL}/reviews", REVIEW)]
    assert host.tokens == {"Bearer secret"}


def test_comments_that_are_there_are_not_made_again(tmp_path: Path) -> None:
    """After another push the same findings are there; GitHub gives texts back with other line ends."""
    other = {**COMMENT, "path": "b.py"}
    known = [{"path": "a.py", "body": f"{number}"} for number in range(99)]
    pages = {
        f"{COMMENTS}1": [*known, {"path": "a.py", "body": "?"}],
        f"{COMMENTS}2": [{**COMMENT, "body": "one\r\n\r\ntwo"}],
    }
    with serving(**pages, **{f"POST {PULL}/reviews": {}}) as host:
        assert post(tmp_path, REVIEW, **github(host)).output == "0 new comments.\n"
        assert host.posted == []
        assert post(tmp_path, {**REVIEW, "comments": [COMMENT, other]}, **github(host)).exit_code == 0
        assert [data["comments"] for _, data in host.posted] == [[other]]


def test_discussions_on_gitlab(tmp_path: Path) -> None:
    answers = {THREADS: [], f"GET {MERGE}": {"diff_refs": COMMITS}, f"POST {MERGE}/discussions": {}}
    with serving(**answers) as host:
        done = post(tmp_path, DISCUSSIONS, **gitlab(host))
    assert (done.exit_code, done.output) == (0, "2 new comments.\n")
    assert [data for _, data in host.posted] == [
        {"body": "one", "position": {**POSITION, **COMMITS}},
        {"body": "elsewhere"},
    ]
    assert host.tokens == {"secret"}


def test_a_line_that_gitlab_does_not_show_is_named(tmp_path: Path) -> None:
    def refuse(data: dict[str, Any]) -> Any:
        return 400 if "position" in data else {}

    answers = {THREADS: [], f"GET {MERGE}": {"diff_refs": COMMITS}, f"POST {MERGE}/discussions": refuse}
    with serving(**answers) as host:
        assert post(tmp_path, DISCUSSIONS[:1], **gitlab(host)).exit_code == 0
        assert host.posted[-1] == (f"{MERGE}/discussions", {"body": "`a.py:1`\n\none"})
        host.answers[THREADS] = [{"notes": [{"body": "`a.py:1`\n\none"}]}]
        host.posted.clear()
        post(tmp_path, DISCUSSIONS[:1], **gitlab(host))
        assert len(host.posted) == 1, "only the attempt"


def test_discussions_that_are_there_are_not_made_again(tmp_path: Path) -> None:
    with serving(**{THREADS: [{"notes": [{"body": "one"}]}, {"notes": [{"body": "elsewhere"}]}]}) as host:
        assert post(tmp_path, DISCUSSIONS, **gitlab(host)).output == "0 new comments.\n"
        assert host.posted == []


def test_what_goes_wrong_is_one_message_without_the_token(tmp_path: Path) -> None:
    with serving(**{f"{COMMENTS}1": [], f"POST {PULL}/reviews": 422}) as host:
        refused = post(tmp_path, REVIEW, **github(host))
        unknown = post(tmp_path, REVIEW, **github(host, GITHUB_REPOSITORY="me/other"))
        push = post(tmp_path, REVIEW, **github(host, GITHUB_REF="refs/heads/main"))
    for done, said in ((refused, "422"), (unknown, "404"), (push, "GITHUB_REF does not name a pull request")):
        assert done.exit_code == 2
        assert said in done.output
        assert "secret" not in done.output


@pytest.mark.parametrize(
    ("review", "said"),
    [
        (REVIEW, "not in the environment: GITHUB_REPOSITORY, GITHUB_TOKEN"),
        ([], "not in the environment: CI_API_V4_URL"),
        ("{}x", "not a review"),
    ],
)
def test_outside_of_a_job(tmp_path: Path, review: Any, said: str) -> None:
    done = post(tmp_path, review)
    assert done.exit_code == 2
    assert said in done.output


def test_a_host_that_is_not_there(tmp_path: Path) -> None:
    with serving() as host:
        pass
    done = post(tmp_path, REVIEW, **github(host))
    assert done.exit_code == 2
    assert "refused" in done.output
