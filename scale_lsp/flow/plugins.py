"""What frameworks add to the language: classes that visit rows by themselves, methods of their base classes, functions.

The interpreter asks; `scale_lsp.frameworks` answers. Without frameworks everything here is empty.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scale_lsp.flow.declared import DeclaredFact
    from scale_lsp.flow.facts import QueryRun
    from scale_lsp.flow.machine import Machine
    from scale_lsp.flow.surveys import Survey
    from scale_lsp.flow.values import Object, Value
    from scale_lsp.index.classes import ClassInfo
    from scale_lsp.index.names import Symbol
    from scale_lsp.index.project import Snapshot
    from scale_lsp.index.summary import ClassSummary

Function = Callable[["Machine", ast.Call, Sequence["Value"], Mapping[str, "Value"]], "Value"]
BaseAttribute = Callable[["Machine", "Object", ast.AST], "Value"]
BaseMethod = Callable[["Machine", "Object", ast.AST, Sequence["Value"], Mapping[str, "Value"]], "Value"]


@dataclass(frozen=True, slots=True)
class Framework:
    """One framework.

    `visits(machine, class)` interprets what the framework does with a class of its kind. `methods` are those a class
    inherits from the framework's bases, `__call__` and `__iter__` among them, `attributes` what these set on an object.
    `construct` is told of each object that is made and may say what is known of it; `assigned` of each attribute of an
    object that is set, and with an empty name of a value that takes its place in a dictionary. `returned` is told what
    a function of the project returns, for those that the framework calls. `functions` are known by qualified names.
    """

    owns: Callable[[ClassInfo], bool] = lambda info: False
    visits: Callable[[Machine, ClassInfo], None] | None = None
    methods: Mapping[str, BaseMethod] = field(default_factory=dict)
    attributes: Mapping[str, BaseAttribute] = field(default_factory=dict)
    construct: Callable[[Machine, ClassInfo, ast.Call, Sequence[Value], Mapping[str, Value]], Object | None] | None = (
        None
    )
    assigned: Callable[[Machine, Object, str, Value, ast.AST], None] | None = None
    context: Mapping[str, BaseAttribute] = field(default_factory=dict)
    """What a view of the framework adds to the context of its template."""
    entered: Callable[[ClassInfo, str, ast.AST], Mapping[str, Value]] | None = None
    """What an object has while the framework calls one of its methods, by the class and the method's name and node."""
    returned: Callable[[Machine, ast.FunctionDef | ast.AsyncFunctionDef, Value], None] | None = None
    chosen: Callable[[Machine, ast.FunctionDef | ast.AsyncFunctionDef, str], bool] | None = None
    """Whether a parameter of a function that the framework calls is any number that the client sends."""
    functions: Mapping[str, Function] = field(default_factory=dict)
    unlisted: Callable[[Machine, str, ast.Call, Sequence[Value], Mapping[str, Value]], Value] | None = None
    """Told of all other calls outside the project, by the qualified name of what is called."""
    survey: Callable[[Snapshot, Sequence[DeclaredFact]], Iterator[Survey]] | None = None
    """Facts that the files of the project show without being interpreted, given what its settings say."""
    derive: Callable[[Snapshot, QueryRun], Iterator[Survey]] | None = None
    """Facts about a query that runs, together with what the files show."""
    offers: Callable[[Snapshot, Symbol, ClassSummary], Iterator[QueryRun]] | None = None
    """Queries that clients may ask for, by what a file declares: they count for indexes, and run nowhere to be seen."""


Frameworks = tuple[Framework, ...]
