"""Regular expressions of routes as people read them."""

from __future__ import annotations

import re

_NAMED = re.compile(r"\(\?P<(\w+)>")
_LEFT_OUT = "^$?*+"
_OPTIONAL = ("?", "*")
_POSITIONS = "AZbB"


def simplified(regex: str) -> str:
    r"""`^orders/(?P<pk>\d+)/$` is `orders/<pk>/`, as in Django's documentation of a site's views.

    https://docs.djangoproject.com/en/5.2/ref/contrib/admin/admindocs/
    """
    found: list[str] = []
    i = 0
    while i < len(regex):
        end = i + 1
        match regex[i]:
            case "\\":
                end = i + 2
                escaped = regex[i + 1 : end]
                found.append("" if escaped in _POSITIONS else f"\\{escaped}" if escaped.isalnum() else escaped)
            case "(":
                end = _closing(regex, i)
                group = _group(regex[i:end])
                found.append("" if regex[end : end + 1] in _OPTIONAL and not group.startswith("<") else group)
            case "[":
                end = _end_of_set(regex, i)
                found.append(regex[i:end])
            case c if c not in _LEFT_OUT:
                found.append(c)
        i = end
    return "".join(found)


def _group(group: str) -> str:
    if named := _NAMED.match(group):
        return f"<{named[1]}>"
    if group.startswith("(?:"):
        return simplified(group[3:-1])
    return "" if group.startswith("(?") else "<var>"


def _closing(regex: str, start: int) -> int:
    """Behind the parenthesis that closes the one at `start`."""
    depth, i = 0, start
    while i < len(regex):
        match regex[i]:
            case "\\":
                i += 1
            case "[":
                i = _end_of_set(regex, i) - 1
            case "(":
                depth += 1
            case ")":
                depth -= 1
                if not depth:
                    return i + 1
        i += 1
    return i


def _end_of_set(regex: str, start: int) -> int:
    i = start + 2 + (regex[start + 1 : start + 2] == "^")  # a bracket that comes first stands for itself
    while i < len(regex) and regex[i] != "]":
        i += 2 if regex[i] == "\\" else 1
    return min(i + 1, len(regex))
