"""What starts code in a project, and what that costs, in plain words and numbers: for tables, reports and programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from scale_lsp.config import Config
from scale_lsp.engine.endpoints import Endpoint, Sizes, Step, endpoints, usual_sizes
from scale_lsp.finding import Finding
from scale_lsp.index.project import Snapshot
from scale_lsp.index.routes import addresses
from scale_lsp.options import Options
from scale_lsp.text.folders import relative_to
from scale_lsp.text.positions import Location

Sort = Literal["cost", "fixed", "kind", "name", "route", "writes"]


@dataclass(frozen=True, slots=True)
class Place:
    """A path as seen from the root of the project, with forward slashes; lines and columns count from one."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Amount:
    """Queries: how they grow, and how many they are for the assumed numbers of rows."""

    formula: str
    number: int


@dataclass(frozen=True, slots=True)
class QueryStep:
    """What sends queries. `fixed`: it sends them no more when the findings are fixed."""

    place: Place
    words: str
    queries: Amount
    fixed: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A finding, by what it is called."""

    rule: str
    message: str
    place: Place


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """One view, admin class, task, command or consumer. `paginated` is None where no list is answered."""

    kind: str
    name: str
    routes: tuple[str, ...]
    place: Place
    queries: Amount
    fixed: Amount
    n: str
    paginated: bool | None
    cached: bool
    emails: int
    external_calls: int
    writes: int
    steps: tuple[QueryStep, ...]
    findings: tuple[Named, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unjudged:
    """What nothing is said about, and why; the place where there is one."""

    words: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class EntryPoints:
    """`assumptions`: the numbers of rows that the numbers of queries are for."""

    root: str
    entry_points: tuple[EntryPoint, ...]
    unjudged: tuple[Unjudged, ...]
    assumptions: tuple[str, ...]


def entry_points(snapshot: Snapshot, config: Config, below: Callable[[str], bool] = lambda _: True) -> EntryPoints:
    """Those in the files that are meant, the most expensive first."""
    found = endpoints(snapshot, config)
    shown = [one for one in found if below(one.location.path)]
    return EntryPoints(
        snapshot.root,
        described(snapshot, shown, config.options),
        tuple(unjudged_routes(snapshot, found)),
        tuple(assumed_rows_in_words(config.options)),
    )


def described(snapshot: Snapshot, found: Iterable[Endpoint], options: Options) -> tuple[EntryPoint, ...]:
    sizes = usual_sizes(snapshot, options)
    return tuple(_described(snapshot, one, sizes) for one in found)


def _described(snapshot: Snapshot, one: Endpoint, sizes: Sizes) -> EntryPoint:
    left = set(one.mended)

    def step(each: Step) -> QueryStep:
        asked = Amount(str(each.growth), each.at(sizes))
        return QueryStep(place(snapshot, each.location), each.words, asked, each not in left)

    return EntryPoint(
        kind=one.kind,
        name=one.name,
        routes=one.routes,
        place=place(snapshot, one.location),
        queries=Amount(str(one.queries), one.at(sizes)),
        fixed=Amount(str(one.fixed), one.fixed_at(sizes)),
        n=one.n,
        paginated=one.paginated,
        cached=one.cached,
        emails=one.emails,
        external_calls=one.external_calls,
        writes=one.writes,
        steps=tuple(map(step, one.steps)),
        findings=tuple(named(snapshot, finding) for finding in one.findings),
        unknown=one.unknown,
    )


def named(snapshot: Snapshot, finding: Finding) -> Named:
    return Named(finding.rule, finding.message, place(snapshot, finding.location))


def place(snapshot: Snapshot, location: Location) -> Place:
    start = location.span.start
    return Place(relative_to(location.path, snapshot.root), start.line + 1, start.column + 1)


def unjudged_routes(snapshot: Snapshot, found: Sequence[Endpoint]) -> Iterator[Unjudged]:
    """Parts of URLconfs that are not followed, and addresses whose views are not."""
    known = {route for one in found for route in one.routes}
    read = addresses(snapshot)
    for unread in read.unread:
        yield Unjudged(unread.words, place(snapshot, unread.site.location(snapshot.sources[unread.site.path])))
    for route in read.routes:
        if route.served != "admin" and route.pattern not in known:
            known.add(route.pattern)
            where = place(snapshot, route.site.location(snapshot.sources[route.site.path]))
            yield Unjudged(f"what `{route.view.name}` does for `{route.pattern}`", where)


def assumed_rows_in_words(options: Options) -> Iterator[str]:
    yield f"a loop visits {options.default_rows:,} rows, where the code does not say how many (`default-rows`)"
    yield f"a page has {options.page_size:,} rows (`page-size`)"
    for label, rows in options.rows.items():
        yield f"`{label}` has {rows:,} rows (`rows`)"


def ordered(found: Iterable[EntryPoint], sort: Sort) -> list[EntryPoint]:
    """In another order; those that are equal stay in the order of their costs."""

    def key(one: EntryPoint) -> tuple[int | str, ...]:
        match sort:
            case "cost":
                return (-one.queries.number,)
            case "fixed":
                return (-one.fixed.number,)
            case "kind":
                return (one.kind,)
            case "name":
                return (one.name,)
            case "route":
                return (not one.routes, *one.routes)
            case "writes":
                return (-one.writes,)

    return sorted(found, key=key)


def matching(found: Iterable[EntryPoint], name: str) -> list[EntryPoint]:
    """Those that somebody means: by the whole name or an address, else by its last parts, else by some of its parts."""
    every = list(found)
    exactly = [one for one in every if name in (one.name, *one.routes)]
    address = name.strip("/")
    ending = [one for one in every if one.name.endswith(f".{name}") or address in (r.strip("/") for r in one.routes)]
    return exactly or ending or [one for one in every if f".{name}." in f".{one.name}."]
