"""Reviews on their way to GitHub and GitLab, from a job that knows its pull or merge request."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

_PAGE = 100
_SECONDS = 30


class PostingError(Exception):
    """Why a review could not be posted, in words for the user."""


@dataclass(frozen=True, slots=True)
class Host:
    """Where the requests of a review go, and the header that lets them in."""

    url: str
    headers: Mapping[str, str]

    def get(self, path: str) -> Any:
        return self._send("GET", path, None)

    def post(self, path: str, data: object) -> Any:
        return self._send("POST", path, json.dumps(data).encode())

    def all(self, path: str) -> Iterator[Any]:
        """All items of a list that comes in pages."""
        for number in count(1):
            items = self.get(f"{path}?per_page={_PAGE}&page={number}")
            yield from items
            if len(items) < _PAGE:
                return

    def _send(self, method: str, path: str, data: bytes | None) -> Any:
        headers = {**self.headers, "Content-Type": "application/json", "User-Agent": "scale-lsp"}
        request = urllib.request.Request(f"{self.url}/{path}", data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            said = error.read(1000).decode(errors="replace")
            raise Refused(f"{method} {path}: {error.code} {error.reason} {said}".strip()) from error
        except (OSError, ValueError) as error:
            raise PostingError(f"{method} {path}: {error}") from error


class Refused(PostingError):
    """The host has understood, and does not want it."""


def to_github(review: dict[str, Any], environment: Mapping[str, str]) -> int:
    """Post a review, less the comments that are there already; how many are new.

    https://docs.github.com/en/rest/pulls/reviews#create-a-review-for-a-pull-request
    """
    repository, token = _needed(environment, "GITHUB_REPOSITORY", "GITHUB_TOKEN")
    pull = re.fullmatch(r"refs/pull/(\d+)/\w+", environment.get("GITHUB_REF", ""))
    if pull is None:
        raise PostingError("GITHUB_REF does not name a pull request")
    url = environment.get("GITHUB_API_URL", "https://api.github.com")
    host = Host(url, {"Authorization": f"Bearer {token}", "Accept": "application/vnd.github+json"})
    path = f"repos/{repository}/pulls/{pull[1]}"
    there = {(one["path"], _plain(one["body"])) for one in host.all(f"{path}/comments")}
    new = [one for one in review["comments"] if (one["path"], _plain(one["body"])) not in there]
    if new:
        host.post(f"{path}/reviews", {**review, "comments": new})
    return len(new)


def to_gitlab(discussions: list[dict[str, Any]], environment: Mapping[str, str]) -> int:
    """Post discussions, less those that are there already; how many are new.

    https://docs.gitlab.com/api/discussions/#create-new-merge-request-thread
    """
    url, project, number, token = _needed(
        environment, "CI_API_V4_URL", "CI_PROJECT_ID", "CI_MERGE_REQUEST_IID", "SCALE_LSP_TOKEN"
    )
    host = Host(url, {"PRIVATE-TOKEN": token})
    path = f"projects/{project}/merge_requests/{number}"
    there = {_plain(note["body"]) for one in host.all(f"{path}/discussions") for note in one["notes"]}
    new = [one for one in discussions if _plain(one["body"]) not in there]
    commits = host.get(path)["diff_refs"] if new else {}
    for one in new:
        if "position" not in one:
            host.post(f"{path}/discussions", one)
            continue
        position = {**one["position"], **commits}
        try:
            host.post(f"{path}/discussions", {**one, "position": position})
        except Refused:  # the line is not in the diff
            named = f"`{position['new_path']}:{position['new_line']}`\n\n{one['body']}"
            if _plain(named) not in there:
                host.post(f"{path}/discussions", {"body": named})
    return len(new)


def _plain(body: str) -> str:
    """A text as the host may give it back: with other line ends, without blanks at its borders."""
    return body.replace("\r\n", "\n").strip()


def _needed(environment: Mapping[str, str], *names: str) -> list[str]:
    missing = [name for name in names if not environment.get(name)]
    if missing:
        raise PostingError(f"not in the environment: {', '.join(missing)}")
    return [environment[name] for name in names]
