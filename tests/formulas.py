"""How much a function of a fixture says it costs, and whether Django says the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version

from tests.prove import SIZES, Counts, missing


def formula(text: str, n: int) -> int:
    """`1 + 2n + n*n` for a number n."""
    total = 0
    for term in text.split("+"):
        factors = re.fullmatch(r"\s*(\d*)\s*((?:n\s*\*?\s*)*)", term)
        assert factors, f"not a formula: {text}"
        assert term.strip(), f"not a formula: {text}"
        total += int(factors[1] or 1) * n ** factors[2].count("n")
    return total


@dataclass(frozen=True)
class Formulas:
    """How much of something a function costs: as it is, after the safe fixes, and after the unsafe ones as well."""

    before: str
    after: str
    unsafe: str | None = None


def formulas(text: str, django: str | None = None) -> dict[str, dict[str, Formulas]]:
    """Function → what is counted → its formulas, of the functions that can run here."""
    found: dict[str, dict[str, Formulas]] = {}
    if missing(text):
        return found
    runs, here = True, _numbers(django or version("django"))
    for line in text.splitlines():
        if match := re.fullmatch(r"# django: (>=|<)([\d.]+)", line):
            runs = (here >= _numbers(match[2])) == (match[1] == ">=")
        elif runs and (match := re.match(r"(?:async )?def (\w+)\(", line)):
            if marked := {kind: _formulas(said) for kind, said in re.findall(r"# (queries|rows): ([^#]+)", line)}:
                found[match[1]] = marked
    return found


def _formulas(said: str) -> Formulas:
    safe, _, unsafe = said.partition("=>")
    before, _, after = safe.partition("->")
    return Formulas(before.strip(), after.strip() or before.strip(), unsafe.strip() or None)


def results(text: str) -> dict[str, str]:
    """Function → what it returns after the unsafe fixes at the larger size, of those that say so."""
    found, name = {}, ""
    for line in text.splitlines():
        if match := re.match(r"(?:async )?def (\w+)\(", line):
            name = match[1]
        elif match := re.fullmatch(r"    # => (.+)", line):
            found[name] = match[1]
    return found


def _numbers(dotted: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", dotted)[:2])


def raised(text: str) -> dict[str, str]:
    """Function → the error that it raises before the fix, of those that say so."""
    return dict(re.findall(r"^(?:async )?def (\w+)\(.*# raises: (\w+)", text, re.M))


_MOMENTS = {"before": "before", "after": "after the safe fixes", "unsafe": "after the unsafe fixes"}


def differences(name: str, text: str, function: str, said: dict[str, Formulas], counts: Counts) -> Iterator[str]:
    """Where Django does not say what a function of the fixture of that name says of itself."""
    measured = {kind: counts[f"{name}:{kind}"][function] for kind in _MOMENTS}
    for resource, column in (("queries", 0), ("rows", 2)):
        for kind in measured if resource in said else ():
            wanted = getattr(said[resource], kind)
            for size in SIZES if wanted is not None else ():
                counted = measured[kind][str(size)][column]
                if counted != formula(wanted, size):
                    yield f"{resource} {_MOMENTS[kind]}, n = {size}: {counted}, not {wanted}"
    error = raised(text).get(function)
    last = "unsafe" if any(one.unsafe for one in said.values()) else "after"
    for size in SIZES:
        before, after, end = (str(measured[kind][str(size)][1]) for kind in ("before", "after", last))
        if end.startswith("raises ") or (error and before != f"raises {error}"):
            yield f"n = {size}: {before} before, {end} {_MOMENTS[last]}"
        elif not error and after != before:
            yield f"the fix changes the result, n = {size}: {before} before, {after} after"
    if (expected := results(text).get(function)) and measured["unsafe"][str(max(SIZES))][1] != expected:
        yield f"after the unsafe fix: {measured['unsafe'][str(max(SIZES))][1]}, not {expected}"
