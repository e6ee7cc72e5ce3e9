"""Throttles of REST framework: which of the rates in the settings some class applies.

https://www.django-rest-framework.org/api-guide/throttling/
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from scale_lsp.flow.declared import ProductionSettings
from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.surveys import Idle, RateLimitIdle
from scale_lsp.flow.values import Site
from scale_lsp.index.derived import mentioning, of_modules
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.settings.values import Listed, Mapped, Setting
from scale_lsp.index.shape import Call, Name, Sequence, string
from scale_lsp.index.summary import ModuleSummary

SCOPED = "rest_framework.throttling.ScopedRateThrottle"
SCOPES = {"rest_framework.throttling.AnonRateThrottle": "anon", "rest_framework.throttling.UserRateThrottle": "user"}
CLASSES = {scope: name for name, scope in SCOPES.items()}
_SIMPLE = "rest_framework.throttling.SimpleRateThrottle"


@dataclass(slots=True)
class Throttling:
    """What is applied somewhere: scopes by name, and whether there is a class whose scopes are not known."""

    scopes: set[str] = field(default_factory=set)
    scoped: bool = False
    unknown: bool = False


def idle_rates(snapshot: Snapshot, settings: ProductionSettings) -> Iterator[RateLimitIdle]:
    """Rates that no active class reads."""
    framework = settings.get("REST_FRAMEWORK")
    rates = framework.get("DEFAULT_THROTTLE_RATES") if framework is not None else None
    if framework is None or rates is None or not isinstance(rates.value, Mapped):
        return
    default = framework.get("DEFAULT_THROTTLE_CLASSES")
    if default is None and not framework.lacks("DEFAULT_THROTTLE_CLASSES"):
        return
    found = Throttling()
    views = dict(_views_with_scope(snapshot))
    _of_settings(snapshot, default, found)
    _of_views(snapshot, found)
    if found.unknown:
        return
    for scope, rate in rates.value.items:
        if not rate.string or scope in found.scopes or (found.scoped and scope in views):
            continue
        needed = CLASSES.get(scope) or (SCOPED if scope in views else "")
        yield RateLimitIdle(
            rate.site,
            scope,
            Idle.RATE,
            rate=rate.string,
            needed=needed,
            edited=default.site if default is not None else rates.target,
            places=tuple(views[scope]) if scope in views else (),
            listed=default is not None,
            active=found.scoped,
        )


def _of_settings(snapshot: Snapshot, default: Setting | None, found: Throttling) -> None:
    if default is None:
        return
    if not isinstance(default.value, Listed) or default.value.open:
        found.unknown = True
        return
    for item in default.value.items:
        name = item.string
        module, _, member = (name or "").rpartition(".")
        path = snapshot.graph.names.module(module, f"{snapshot.root}/manage.py") if module else None
        symbol = snapshot.graph.names.resolve(path, member) if path else None
        if symbol is not None:
            _of_symbol(snapshot, symbol, found)
        elif name:
            _of_name(name, found)
        else:
            found.unknown = True


def _of_views(snapshot: Snapshot, found: Throttling) -> None:
    """`throttle_classes` of views, and the decorator of the same name."""
    for path, shape in of_modules(snapshot, "throttle classes", _written):
        _of_shapes(snapshot, path, shape, found)


def _written(_: Snapshot, path: str, module: ModuleSummary) -> Iterator[tuple[str, object]]:
    """What the views of a file name as their throttles; None for what a method decides."""
    for summary in module.classes.values():
        shape = summary.attributes.get("throttle_classes")
        if shape is not None:
            yield path, shape
        if "get_throttles" in summary.methods:
            yield path, None
    for decorators in module.functions.values():
        for decorator in decorators:
            match decorator:
                case Call(function=Name(dotted=name), arguments=given) if name.endswith("throttle_classes"):
                    yield from ((path, argument) for argument in given)


def _of_shapes(snapshot: Snapshot, path: str, shape: object, found: Throttling) -> None:
    if not isinstance(shape, Sequence):
        found.unknown = True
        return
    for item in shape.items:
        symbol = snapshot.graph.names.resolve(path, item.dotted) if isinstance(item, Name) else None
        if symbol is None:
            found.unknown = True
        else:
            _of_symbol(snapshot, symbol, found)


def _of_symbol(snapshot: Snapshot, symbol: Symbol, found: Throttling) -> None:
    """A throttle class: the scope that it or its nearest ancestor names."""
    if symbol.kind is Kind.EXTERNAL:
        _of_name(symbol.name, found)
        return
    if symbol.kind is not Kind.CLASS:
        found.unknown = True
        return
    classes = snapshot.graph.classes
    for ancestor in classes.info(symbol).ancestors:
        summary = classes.summary(ancestor)
        if summary is not None and "scope" in summary.attributes:
            scope = string(summary.attributes["scope"])
            found.scopes |= {scope} if scope else set()
            found.unknown = found.unknown or scope is None
            return
        if summary is not None and ("get_rate" in summary.methods or "parse_rate" in summary.methods):
            found.unknown = True
    for outside in classes.info(symbol).outside:
        _of_name(outside, found)


def _of_name(name: str, found: Throttling) -> None:
    if name in SCOPES:
        found.scopes.add(SCOPES[name])
    elif name == SCOPED:
        found.scoped = True
    elif name != _SIMPLE and name not in ("rest_framework.throttling.BaseThrottle", "object"):
        found.unknown = True


def _views_with_scope(snapshot: Snapshot) -> Iterator[tuple[str, list[Site]]]:
    """`throttle_scope = "login"` of views, by scope."""
    found: dict[str, list[Site]] = {}
    for path in mentioning(snapshot, "throttle_scope"):
        where = definitions(snapshot, path)
        for name, (block, value) in where.values.items() if where is not None else ():
            text = getattr(value, "value", None)
            if name.rpartition(".")[2] == "throttle_scope" and isinstance(text, str):
                found.setdefault(text, []).append(Site(path, block, value))
    yield from found.items()
