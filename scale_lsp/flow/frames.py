"""Where control is: the functions that are being interpreted and the loops that run."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from scale_lsp.flow.ledger import Ledger, Visit
from scale_lsp.flow.values import Site, Value
from scale_lsp.index.names import Symbol
from scale_lsp.text.blocks import Block


@dataclass(slots=True)
class Loop:
    """A running loop. `names` are the variables it changes; `rows` says what it visits, in words."""

    token: int
    site: Site
    frame: int
    rows: str
    names: frozenset[str]
    over_rows: bool
    visit: Visit
    small: bool = False
    caches: int = 0
    """The caches around it: what runs in it behind another one runs now and then."""


@dataclass(slots=True)
class Frame:
    """A function being interpreted; `call` is the expression in the caller's frame.

    `shared` is what is no function but used in many places as one is: a field of a serializer.
    """

    path: str
    block: Block
    name: str
    variables: dict[str, Value]
    call: Site | None = None
    owner: Symbol | None = None
    closure: dict[str, Value] | None = None
    returned: list[Value] = field(default_factory=list)
    left: list[Ledger] = field(default_factory=list)
    """What was asked on the ways that leave the function before its end."""
    self_value: Value | None = None
    node: ast.AST | None = None
    shared: bool = False
    calling: ast.Call | None = None
    """The call that is being made."""
    handed: frozenset[str] = frozenset()
    """The parameters for which Django gives rows that it saves in the same transaction."""

    def words(self) -> str:
        return self.name if self.shared else f"{self.name}()"

    def call_site(self) -> Site | None:
        """The place in this frame from which control goes on elsewhere."""
        return Site(self.path, self.block, self.node) if self.node is not None else self.call
