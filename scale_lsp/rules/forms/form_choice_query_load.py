"""See rules/forms/form-choice-query-load.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.common.bounds import is_large
from scale_lsp.finding import Finding, Fix, Growth, Impact, Safety
from scale_lsp.flow.facts import ChoicesListed, FormsetChoices
from scale_lsp.rule import Context, checks, fixes

_WHOLE = "{field} lists every `{target}` each time that the form is shown: let the user search, or choose fewer"
_AT_IMPORT = (
    "the choices of {field} are fetched when the module is imported: `migrate` fails before `{target}` has its table, "
    "and new rows are missing until the process is restarted"
)
_EACH_FORM = (
    "each form of the formset asks for the choices of {fields} again: fetch them once and give them to the forms"
)


@checks
def form_choice_query_load(fact: ChoicesListed | FormsetChoices, ctx: Context) -> Iterator[Finding]:
    if isinstance(fact, FormsetChoices):
        yield _in_a_formset(fact, ctx)
        return
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


def _in_a_formset(fact: FormsetChoices, ctx: Context) -> Finding:
    count = len(fact.fields)
    models = sorted({ctx.graph.models[target].name for _, target in fact.fields})
    return ctx.finding(
        fact.site,
        impact=Impact("queries", Growth(0, count), Growth(count), "forms of the formset"),
        what=_EACH_FORM.format(fields=" and ".join(f"`{name}`" for name, _ in fact.fields)),
        label=", ".join(models),
        later=False,
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
