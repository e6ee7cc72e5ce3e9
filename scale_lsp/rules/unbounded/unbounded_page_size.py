"""See rules/unbounded/unbounded-page-size.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.common.bounds import grows, impact_of, label_of
from scale_lsp.finding import Finding, Fix, Related, Safety
from scale_lsp.flow.facts import PageSizeOpen
from scale_lsp.rule import Context, checks, fixes


@checks
def unbounded_page_size(found: PageSizeOpen, ctx: Context) -> Iterator[Finding]:
    rows = found.query
    if rows is not None and not grows(rows, ctx):
        return
    related = [Related(ctx.location(place), "pages of this kind are shown here") for place in found.places]
    if rows is not None:
        related.append(Related(ctx.location(rows.origin.site), "the rows are these"))
    ready = rows is not None or found.own or found.setting
    yield ctx.finding(
        found.site,
        related=related,
        impact=impact_of(rows.model, ctx.options.max_page_size, ctx) if rows is not None else None,
        fixable=Safety.UNSAFE if ready else None,
        name=found.name,
        parameter=found.parameter,
        advice=_advice(found),
        attribute=found.attribute,
        setting=found.setting,
        number=rows is not None,
        label=label_of(rows.model, ctx) if rows is not None else "",
    )


def _advice(found: PageSizeOpen) -> str:
    if found.query is not None:
        return "limit it with `min()`"
    return f"set `{found.attribute}`{'' if found.own or found.setting else ' in a class of your own'}"


@fixes
def limit(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.declarations import declare_attributes
    from scale_lsp.rewrite.literals import replace_expression
    from scale_lsp.rewrite.snippet import RewriteRefused, text_at
    from scale_lsp.rewrite.statements import add_statement

    path, span, values, most = finding.location.path, finding.location.span, finding.values, ctx.options.max_page_size
    text, reason = ctx.text(path), f"clients that ask for more get {most} rows"
    if values["number"]:
        asked = text_at(text, span)
        number = asked if asked.startswith("int(") or asked.isidentifier() else f"int({asked})"
        edits = replace_expression(path, span, f"min({number}, {most})")
        return Fix(f"Limit it to {most}", Safety.UNSAFE, edits, reason)
    if finding.fixable is None:
        return None
    statement = f"{values['attribute']} = {most}"
    try:
        if values["setting"]:
            edits = add_statement(path, text, span, statement)
        else:
            edits = declare_attributes(path, text, span, [statement])
    except RewriteRefused:
        return None
    return Fix(f"Add `{statement}`", Safety.UNSAFE, edits, reason)
