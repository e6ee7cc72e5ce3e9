"""What one statement for many rows leaves out that a write row by row does."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Related
from scale_lsp.flow.facts import RowWritten
from scale_lsp.index.models import Model
from scale_lsp.rule import Context

BATCH = 500


def skipped(model: Model, ctx: Context, method: str | None, *signals: str) -> tuple[str, ...]:
    """The model's own method, and the receivers of signals, that a statement for many rows does not call."""
    return tuple(_skipped(model, ctx, method, signals))


def _skipped(model: Model, ctx: Context, method: str | None, signals: tuple[str, ...]) -> Iterator[str]:
    if method is not None:
        owner = ctx.graph.classes.owner_of(model.symbol, method)
        if owner is not None:
            yield f"{owner.name.rpartition('.')[2]}.{method}()"
        elif not model.closed:
            yield f"a {method}() that a class outside the project may define"
    for receiver in ctx.graph.receivers.of(model.symbol, *signals):
        yield f"{receiver.name}() on {receiver.signal}"


def has_parent_table(model: Model, ctx: Context) -> bool:
    """Whether the columns are in two tables: `bulk_create()` refuses such a model."""
    return not model.proxy and any(not ctx.graph.models[parent].abstract for parent in model.parents)


def related_loop(written: RowWritten, ctx: Context) -> tuple[Related, ...]:
    return (Related(ctx.location(written.rows), "this is what the loop goes over"),)


def listed(words: tuple[str, ...]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
