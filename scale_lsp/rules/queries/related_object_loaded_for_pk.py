"""See rules/queries/related-object-loaded-for-pk.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Growth, Impact, Related, Safety
from scale_lsp.flow.facts import KeysRead, KeyUse
from scale_lsp.rule import Context, checks, fixes

_WANTED = {"": "to see whether there is one", "==": "to compare it with a row"}


@checks
def related_object_loaded_for_pk(fact: KeysRead, ctx: Context) -> Iterator[Finding]:
    use, first = fact.use, fact.reads[0]
    model = ctx.graph.models[first.origin.model]
    owner, target = ctx.graph.ends(first.origin.model, first.path)
    if owner is None or target is None:
        return
    yield ctx.finding(
        use.site,
        related=[Related(ctx.location(read.origin.site), "these rows are visited") for read in fact.reads],
        impact=Impact("queries", Growth(1, 0, 1) if first.nested else Growth(1, 1), Growth(1), f"rows of {model.name}"),
        rare=all(read.cached for read in fact.reads),
        fixable=Safety.UNSAFE if _caution(use) else Safety.SAFE,
        wanted=_WANTED.get(use.attribute, f"for its `{use.attribute}`"),
        relation=use.relation,
        attribute=use.attribute,
        column=use.column,
        owner=owner.name,
        target=target.name,
        label=f"{model.app_label}.{model.name}",
        caution=_caution(use),
    )


def _caution(use: KeyUse) -> str:
    """What can differ between the related row's key and the column."""
    if not use.constrained:
        return "the database does not check the key: where its row is missing this is no longer an error"
    if "source=" in use.site.text and "read_only=True" not in use.site.text:
        return "what the field writes changes as well"
    if not use.guarded and use.attribute == "==":
        return "what is not saved, as an anonymous user, has no key: compared by it, it equals a row without one"
    if not use.guarded:
        return f"where there is no `{use.relation}` this is None and no longer an error"
    return ""


@fixes
def read_the_column(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.keys import read_key
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, span, values = finding.location.path, finding.location.span, finding.values
    text = ctx.text(path)
    try:
        edits = read_key(path, text, span, values["relation"], values["attribute"], values["column"])
    except RewriteRefused:
        return None
    line = text.splitlines()[span.start.line][: span.start.column]
    if re.fullmatch(rf"\s*{values['column']}\s*=\s*", line):  # REST framework refuses `source` where it says nothing
        return None
    safety = Safety.UNSAFE if values["caution"] else Safety.SAFE
    return Fix(f"Use `{values['column']}`", safety, edits, values["caution"])
