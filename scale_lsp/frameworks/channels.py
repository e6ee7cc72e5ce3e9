"""Consumers of Channels: which accept WebSockets, and whether anything counts them on the way there.

https://channels.readthedocs.io/en/stable/topics/consumers.html
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from scale_lsp.flow.declared import DeclaredFact
from scale_lsp.flow.definitions import Definition, definitions
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.scopes import code, definition, dotted, meaning, mentions, method, nodes_with, outside_name
from scale_lsp.flow.surveys import SocketsAccepted
from scale_lsp.flow.usage import is_limited_by_proxy
from scale_lsp.flow.values import Site
from scale_lsp.frameworks.counting import Counting
from scale_lsp.index.classes import ClassInfo
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.text.plain import is_server_file

WEBSOCKET = frozenset(
    f"channels.generic.websocket.{name}"
    for name in (
        "WebsocketConsumer",
        "JsonWebsocketConsumer",
        "AsyncWebsocketConsumer",
        "AsyncJsonWebsocketConsumer",
    )
)
BARE = frozenset({"channels.consumer.AsyncConsumer", "channels.consumer.SyncConsumer"})
_ROUTER = "channels.routing.ProtocolTypeRouter"
_HARMLESS = frozenset({"object", "typing.Generic", "abc.ABC", "typing.Protocol"})
_HANDLERS = ("__call__", "dispatch", "websocket_connect", "connect", "__init__")
"""What runs when a socket is opened, outermost first."""


def is_consumer(info: ClassInfo) -> bool:
    return info.derives_from(WEBSOCKET | BARE)


def sockets_accepted(snapshot: Snapshot, declared: Sequence[DeclaredFact] = ()) -> Iterator[SocketsAccepted]:
    """Every consumer that some route names, unless something it is made of is not known."""
    routes: dict[Symbol, list[Site]] = {}
    for path, site in nodes_with(snapshot, "as_asgi"):
        if isinstance(site.node, ast.Attribute) and site.node.attr == "as_asgi":
            consumer = meaning(snapshot, path, site.node.value)
            if consumer is not None and consumer.kind is Kind.CLASS:
                routes.setdefault(consumer, []).append(site)
    if not routes or _may_be_limited_outside(snapshot):
        return
    for consumer, sites in routes.items():
        info = snapshot.graph.classes.info(consumer)
        found = definition(snapshot, consumer)
        if found is None or not is_consumer(info) or set(info.outside) - WEBSOCKET - BARE - _HARMLESS:
            continue
        handlers = _handlers(snapshot, consumer)
        accepts, place = _accept(info, handlers)
        if accepts:
            yield SocketsAccepted(
                Site(consumer.path, found.block, found.node),
                consumer,
                tuple(sites),
                place,
                _counted(snapshot, consumer, info, handlers),
            )


Handlers = Sequence[tuple[str, Symbol, Definition]]


def _handlers(snapshot: Snapshot, consumer: Symbol) -> Handlers:
    """The methods of the project that run when a socket is opened, with those that they call by `super()`."""
    found: list[tuple[str, Symbol, Definition]] = []
    for name in _HANDLERS:
        for ancestor in snapshot.graph.classes.info(consumer).ancestors:
            member = method(snapshot, ancestor, name)
            if member is None or (name, *member) in found:
                continue
            found.append((name, *member))
            if not any(isinstance(n, ast.Attribute) and _is_super(n.value) for n in code(member[1])):
                break
    return found


def _is_super(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and dotted(node.func) == "super"


def _accept(info: ClassInfo, handlers: Handlers) -> tuple[bool, Site | None]:
    """Whether a socket is accepted at all, and where; the base class accepts when nothing overrides it."""
    connects = [(owner, found) for name, owner, found in handlers if name in ("connect", "websocket_connect")]
    for owner, found in connects:
        for node in code(found):
            match node:
                case ast.Call(func=ast.Attribute(attr="accept")) | ast.Constant(value="websocket.accept"):
                    return True, Site(owner.path, found.block, node)
                case ast.Attribute(attr="AcceptConnection") | ast.Name(id="AcceptConnection"):
                    return True, Site(owner.path, found.block, node)
    if not info.derives_from(WEBSOCKET):
        return False, None
    last = connects[-1][1] if connects else None
    return last is None or any(isinstance(n, ast.Attribute) and _is_super(n.value) for n in code(last)), None


def _counted(snapshot: Snapshot, consumer: Symbol, info: ClassInfo, handlers: Handlers) -> bool:
    counting = Counting(snapshot, consumer)
    if any(counting.in_function(owner.path, found) for _, owner, found in handlers):
        return True
    for ancestor in info.ancestors:
        found = definition(snapshot, ancestor)
        for decorator in found.node.decorator_list if found else ():
            if counting.by_decorator(ancestor.path, decorator):
                return True
    return False


_OPTIONS = ("--limit-concurrency", "UVICORN_LIMIT_CONCURRENCY")
_DIRECTIVES = ("limit_conn", "maxconn")
"""Of nginx and HAProxy."""


def _may_be_limited_outside(snapshot: Snapshot) -> bool:
    """Whether what stands around the consumers may count: a wrapper in the router, the server's own option, a proxy.

    https://uvicorn.dev/settings/#resource-limits
    """
    if is_limited_by_proxy(snapshot, *_DIRECTIVES):
        return True
    if any(is_server_file(path) and mentions(snapshot, path, *_OPTIONS) for path in snapshot.paths):
        return True
    counting = Counting(snapshot)
    for path, site in nodes_with(snapshot, "ProtocolTypeRouter", "limit_concurrency"):
        if not isinstance(site.node, ast.Call):
            continue
        if outside_name(snapshot, path, site.node.func).startswith("uvicorn."):
            if any(keyword.arg == "limit_concurrency" for keyword in site.node.keywords):
                return True
        elif outside_name(snapshot, path, site.node.func) == _ROUTER:
            if any(counting.by_wrapper(path, name) for name in _wrappers(snapshot, path, site.node)):
                return True
    return False


def _wrappers(snapshot: Snapshot, path: str, router: ast.Call) -> Iterator[ast.expr]:
    """What is called around the consumers: `AuthMiddlewareStack` in `AuthMiddlewareStack(URLRouter(…))`."""
    applications = [
        value
        for argument in router.args
        if isinstance(argument, ast.Dict)
        for key, value in zip(argument.keys, argument.values, strict=True)
        if isinstance(key, ast.Constant) and key.value == "websocket"
    ]
    found = definitions(snapshot, path)
    seen: set[str] = set()
    while applications:
        match applications.pop():
            case ast.Call(func=ast.Attribute(attr="as_asgi")):
                continue
            case ast.Call(func=function, args=args, keywords=keywords):
                if outside_name(snapshot, path, function) == "channels.routing.URLRouter":
                    continue
                yield function
                applications += [*args, *(keyword.value for keyword in keywords)]
            case ast.Name(id=name) if found is not None and name in found.values and name not in seen:
                seen.add(name)
                applications.append(found.values[name][1])


CHANNELS = Framework(survey=sockets_accepted)
