"""See rules/admin/admin-large-relation-widget.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.common.bounds import is_large
from scale_lsp.finding import Finding, Fix, Growth, Impact, Safety
from scale_lsp.flow.facts import AdminSelects
from scale_lsp.rule import Context, checks, fixes


@checks
def admin_large_relation_widget(form: AdminSelects, ctx: Context) -> Iterator[Finding]:
    large = [select for select in form.selects if select.target in ctx.graph.models and is_large(select.target, ctx)]
    if not large:
        return
    target = ctx.graph.models[large[0].target]
    names = ", ".join(f"`{select.name}`" for select in large)
    option = "autocomplete_fields" if all(select.searchable for select in large) else "raw_id_fields"
    free = form.may_complete if option == "autocomplete_fields" else form.may_name_keys
    yield ctx.finding(
        form.site,
        impact=Impact("rows", Growth(0, len(large)), Growth(0), f"rows of {target.name}"),
        fixable=Safety.UNSAFE if free else None,
        names=names,
        target=target.name,
        label=f"{target.app_label}.{target.name}",
        option=option,
        fields=tuple(select.name for select in large),
    )


@fixes
def search_instead(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.declarations import declare_attributes
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, values = finding.location.path, finding.values
    literals = ", ".join(f'"{name}"' for name in values["fields"])
    statement = f"{values['option']} = [{literals}]"
    try:
        edits = declare_attributes(path, ctx.text(path), finding.location.span, [statement])
    except RewriteRefused:
        return None
    return Fix(
        f"Add `{statement}`", Safety.UNSAFE, edits, "the form has a search box, or a box for the key, for the list"
    )
