"""What one statement for many rows leaves out that a write row by row does."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Related
from scale_lsp.flow.facts import RowWritten
from scale_lsp.index.models import Model
from scale_lsp.index.names import Kind
from scale_lsp.index.roles import Role
from scale_lsp.index.shape import Call, Name
from scale_lsp.rule import Context

BATCH = 500


def has_hooks(model: Model, ctx: Context, method: str, *signals: str) -> bool:
    """Whether the project has a method or a receiver of its own for each row that is written."""
    own = ctx.graph.classes.owner_of(model.symbol, method) is not None
    return own or bool(ctx.graph.receivers.of(model.symbol, *signals))


def is_seldom(written: RowWritten) -> bool:
    """Whether a cache is in front of the loop, or only management commands and the admin run it.

    For a command nobody waits, and in the admin somebody chose the rows.
    """
    return written.cached or written.roles <= {Role.COMMAND, Role.ADMIN}


def skipped(model: Model, ctx: Context, method: str) -> tuple[str, ...]:
    """What classes and fields from outside the project may do for each row, and a statement for many rows does not."""
    unseen = () if model.closed else (f"a {method}() that a class outside the project may define",)
    return (*unseen, *(_of_packages(model, ctx) if method == "save" else ()))


def _of_packages(model: Model, ctx: Context) -> Iterator[str]:
    """Fields and recorders of packages, which may do something of their own when a row is saved."""
    classes = ctx.graph.classes
    for ancestor in model.info.ancestors:
        summary = classes.summary(ancestor)
        for name, shape in summary.attributes.items() if summary else ():
            function = shape.function if isinstance(shape, Call) else None
            found = classes.names.resolve(ancestor.path, function.dotted) if isinstance(function, Name) else None
            if (
                found is not None
                and found.kind is Kind.EXTERNAL
                and not found.name.startswith(("django.", "builtins."))
            ):
                if found.name.endswith(("Field", "Records")):
                    yield f"what {name} of {found.name.partition('.')[0]} does"


def has_parent_table(model: Model, ctx: Context) -> bool:
    """Whether the columns are in two tables: `bulk_create()` refuses such a model."""
    return not model.proxy and any(not ctx.graph.models[parent].abstract for parent in model.parents)


def related_loop(written: RowWritten, ctx: Context) -> tuple[Related, ...]:
    return (Related(ctx.location(written.rows), "this is what the loop goes over"),)


def listed(words: tuple[str, ...]) -> str:
    """`a`, `a and b`, `a, b and c`; of many the first three."""
    if len(words) > 4:
        words = (*words[:3], f"{len(words) - 3} more")
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
