"""What interpretation observes. Rules subscribe to these and to nothing else."""

from scale_lsp.flow.facts.declared import (
    AdminSelect,
    AdminSelects,
    ChoicesListed,
    FormsetChoices,
    IndexLacking,
    ModelDeclared,
    Use,
)
from scale_lsp.flow.facts.effects import EffectRun, RowsCached
from scale_lsp.flow.facts.entry_points import EntryPoint, roles_of
from scale_lsp.flow.facts.loops import (
    QueriesInLoop,
    QueriesRepeated,
    QueryInLoop,
    Refinement,
    RowsSummarised,
    RowSummary,
    RowWritten,
)
from scale_lsp.flow.facts.queries import (
    Answer,
    HookQueried,
    LimitRefused,
    PageSizeOpen,
    QueryInEventLoop,
    QueryRun,
    QuerysetPaged,
    QuerysetUsed,
    RelationFetched,
    RowsAnswered,
    RowsReduced,
    TemplateQueries,
)
from scale_lsp.flow.facts.reads import (
    ColumnReload,
    ColumnsReloaded,
    KeyDeferred,
    KeysRead,
    KeyUse,
    PropertyRead,
    RelationNamed,
    RelationRead,
    RelationServed,
    RowsVisited,
)

Surrounded = QueryRun | EffectRun | RelationFetched
"""Observations that carry what surrounds them."""
Reached = Surrounded | RowsAnswered | QuerysetPaged | PageSizeOpen | RowsReduced | RowWritten | PropertyRead
"""Observations that carry the entry points they are reached from."""
Observation = (
    RelationRead
    | RelationServed
    | ColumnReload
    | AdminSelects
    | ChoicesListed
    | FormsetChoices
    | QueryInLoop
    | RelationNamed
    | LimitRefused
    | KeyDeferred
    | RowsCached
    | Reached
)
Fact = (
    RowsVisited
    | KeysRead
    | HookQueried
    | AdminSelects
    | ChoicesListed
    | FormsetChoices
    | TemplateQueries
    | ColumnsReloaded
    | QueriesInLoop
    | QueriesRepeated
    | RowsSummarised
    | RelationNamed
    | Surrounded
    | QueryInEventLoop
    | QuerysetUsed
    | LimitRefused
    | PageSizeOpen
    | KeyDeferred
    | RowsCached
    | RowsReduced
    | RowWritten
    | ModelDeclared
    | IndexLacking
)

__all__ = [
    "AdminSelect",
    "AdminSelects",
    "Answer",
    "ChoicesListed",
    "ColumnReload",
    "ColumnsReloaded",
    "EffectRun",
    "EntryPoint",
    "Fact",
    "FormsetChoices",
    "HookQueried",
    "IndexLacking",
    "KeyDeferred",
    "KeyUse",
    "KeysRead",
    "LimitRefused",
    "ModelDeclared",
    "Observation",
    "PageSizeOpen",
    "PropertyRead",
    "QueriesInLoop",
    "QueriesRepeated",
    "QueryInEventLoop",
    "QueryInLoop",
    "QueryRun",
    "QuerysetPaged",
    "QuerysetUsed",
    "Reached",
    "Refinement",
    "RelationFetched",
    "RelationNamed",
    "RelationRead",
    "RelationServed",
    "RowSummary",
    "RowWritten",
    "RowsAnswered",
    "RowsCached",
    "RowsReduced",
    "RowsSummarised",
    "RowsVisited",
    "Surrounded",
    "TemplateQueries",
    "Use",
    "roles_of",
]
