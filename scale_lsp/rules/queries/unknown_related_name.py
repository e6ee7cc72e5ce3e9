"""See rules/queries/unknown-related-name.md."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Safety
from scale_lsp.flow.facts import RelationNamed
from scale_lsp.index.graph import ModelGraph
from scale_lsp.index.models import Relation
from scale_lsp.index.names import Symbol
from scale_lsp.rule import Context, checks, fixes


@checks
def unknown_related_name(named: RelationNamed, ctx: Context) -> Iterator[Finding]:
    if named.name is None:
        return
    problem = _problem(named, ctx.graph)
    if problem is None:
        return
    reason, suggestion = problem
    yield ctx.finding(
        named.site,
        fixable=Safety.SAFE if suggestion else None,
        name=named.name,
        method=named.method,
        model=ctx.graph.models[named.model].name,
        reason=reason,
        hint=f"; did you mean `{suggestion}`?" if suggestion else "",
        suggestion=suggestion,
    )


def _problem(named: RelationNamed, graph: ModelGraph) -> tuple[str, str] | None:
    """Why Django would reject the path, and what was probably meant; None when it is fine or not known."""
    here: Symbol | None = named.model
    done: list[str] = []
    for name in (named.name or "").split("__"):
        if here is None or here not in graph.models:
            return None
        path = "__".join((*done, name))
        if named.loaded.attribute(path)[0] or (not done and name in named.loaded.annotations):
            return None
        relation = graph.relation(here, name)
        if relation is None:
            return _unknown(named, graph, here, done, name)
        if named.method == "select_related" and not relation.selectable:
            kind = relation.kind.value if relation.forward else f"reverse {relation.kind.value}"
            return f"`{name}` of {graph.models[here].name} is a {kind}, which only `prefetch_related` can load", ""
        done.append(name)
        here = relation.target
    return None


def _unknown(
    named: RelationNamed, graph: ModelGraph, model: Symbol, done: list[str], name: str
) -> tuple[str, str] | None:
    if not graph.closed(model) or _is_attribute(graph, model, name) or _has_subclasses(graph, model):
        return None
    names = [n for n in graph.relation_names(model) if _fits(named, graph.relation(model, n))]
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.7)
    suggestion = "__".join((*done, close[0])) if close else ""
    rest = (named.name or "").split("__")[len(done) + 1 :]
    if suggestion and rest:
        suggestion = "__".join((suggestion, *rest))
    if graph.field(model, name):
        return f"`{name}` of {graph.models[model].name} is a column, not a relation", suggestion
    return f"{graph.models[model].name} has no relation `{name}`", suggestion


def _fits(named: RelationNamed, relation: Relation | None) -> bool:
    return relation is not None and (relation.selectable or named.method == "prefetch_related")


def _is_attribute(graph: ModelGraph, model: Symbol, name: str) -> bool:
    """Whether the class has something of that name that we do not see through, such as a manager of a package."""
    return graph.field(model, name) is None and graph.classes.owner_of(model, name) is not None


def _has_subclasses(graph: ModelGraph, model: Symbol) -> bool:
    """An abstract model's queryset is really one over a subclass, which may have more relations."""
    return graph.models[model].abstract


@fixes
def correct_the_name(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.names import replace_argument_string
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, span, suggestion = finding.location.path, finding.location.span, finding.values["suggestion"]
    try:
        edits = replace_argument_string(path, ctx.text(path), span, suggestion)
    except RewriteRefused:
        return None
    return Fix(f"Replace by `{suggestion}`", Safety.SAFE, tuple(edits))
