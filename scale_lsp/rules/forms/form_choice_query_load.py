"""See rules/forms/form-choice-query-load.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.common.bounds import is_large
from scale_lsp.finding import Finding, Fix, Growth, Impact, Safety
from scale_lsp.flow.facts import ChoicesListed
from scale_lsp.rule import Context, checks, fixes

_WHOLE = "{field} lists every `{target}` each time that the form is shown: let the user search, or choose fewer"
_AT_IMPORT = (
    "the choices of {field} are fetched when the module is imported: `migrate` fails before `{target}` has its table, "
    "and new rows are missing until the process is restarted"
)


@checks
def form_choice_query_load(fact: ChoicesListed, ctx: Context) -> Iterator[Finding]:
    if fact.target not in ctx.graph.models or not (fact.at_import or is_large(fact.target, ctx)):
        return
    target = ctx.graph.models[fact.target]
    field = f"`{fact.form.name}.{fact.name}`"
    words = _AT_IMPORT if fact.at_import else _WHOLE
    yield ctx.finding(
        fact.site,
        impact=None if fact.at_import else Impact("rows", Growth(0, 1), Growth(0), f"rows of {target.name}"),
        fixable=Safety.UNSAFE if fact.later else None,
        what=words.format(field=field, target=target.name),
        label=f"{target.app_label}.{target.name}",
        later=fact.later,
    )


@fixes
def ask_when_it_is_shown(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.lazy import call_later
    from scale_lsp.rewrite.snippet import RewriteRefused

    if not finding.values["later"]:
        return None
    path, span = finding.location.path, finding.location.span
    try:
        edits = call_later(path, ctx.text(path), span)
    except RewriteRefused:
        return None
    return Fix("Ask when the form is used", Safety.UNSAFE, edits, "each form that uses the list asks the database")
