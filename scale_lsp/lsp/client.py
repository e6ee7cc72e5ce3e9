"""What the client can do. A capability it lacks is never used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lsprotocol import types
from pygls.capabilities import get_capability


@dataclass(frozen=True, slots=True)
class Abilities:
    """The client's answers to the questions we have."""

    code_description: bool = False
    diagnostic_data: bool = False
    diagnostic_tags: frozenset[types.DiagnosticTag] = frozenset()
    related_information: bool = False
    markdown_hover: bool = False
    code_action_literals: bool = False
    preferred_actions: bool = False
    resolves_edits: bool = False
    document_changes: bool = False
    creates_files: bool = False
    """An edit may create a file."""
    change_annotations: bool = False
    """It asks before it applies an edit that says so."""
    progress: bool = False
    watches_files: bool = False
    """It accepts our registration for file events."""
    registers_configuration: bool = False
    pulls_diagnostics: bool = False
    """It asks for diagnostics, also again when we say that others have changed: then none are pushed to it."""
    related_documents: bool = False
    """An answer about one document may come with those about others."""
    insert_replace: bool = False
    """A completion may say what it replaces apart from where it is inserted."""
    markdown_completion: bool = False
    definition_links: bool = False
    link_tooltips: bool = False
    refreshes_hints: bool = False
    refreshes_lenses: bool = False
    shows_endpoints: bool = False
    """It has a command for what a lens leads to."""
    configuration: bool = False
    """It can be asked for its settings."""
    applies_edits: bool = False


def abilities_of(client: types.ClientCapabilities) -> Abilities:
    def can(name: str) -> bool:
        return bool(get_capability(client, name, False))

    def values(name: str) -> Any:
        return get_capability(client, name, None) or ()

    action = "text_document.code_action"
    published, pulled = "text_document.publish_diagnostics", "text_document.diagnostic"
    return Abilities(
        code_description=can(f"{published}.code_description_support"),
        diagnostic_data=can(f"{published}.data_support"),
        diagnostic_tags=frozenset(values(f"{published}.tag_support.value_set")),
        related_information=can(f"{published}.related_information"),
        markdown_hover=types.MarkupKind.Markdown in values("text_document.hover.content_format"),
        code_action_literals=get_capability(client, f"{action}.code_action_literal_support", None) is not None,
        preferred_actions=can(f"{action}.is_preferred_support"),
        resolves_edits=can(f"{action}.data_support") and "edit" in values(f"{action}.resolve_support.properties"),
        document_changes=(document_changes := can("workspace.workspace_edit.document_changes")),
        creates_files=document_changes
        and types.ResourceOperationKind.Create in values("workspace.workspace_edit.resource_operations"),
        change_annotations=document_changes
        and get_capability(client, "workspace.workspace_edit.change_annotation_support", None) is not None,
        progress=can("window.work_done_progress"),
        watches_files=can("workspace.did_change_watched_files.dynamic_registration"),
        registers_configuration=can("workspace.did_change_configuration.dynamic_registration"),
        pulls_diagnostics=get_capability(client, pulled, None) is not None
        and can("workspace.diagnostics.refresh_support"),
        insert_replace=can("text_document.completion.completion_item.insert_replace_support"),
        markdown_completion=types.MarkupKind.Markdown
        in values("text_document.completion.completion_item.documentation_format"),
        link_tooltips=can("text_document.document_link.tooltip_support"),
        refreshes_hints=can("workspace.inlay_hint.refresh_support"),
        refreshes_lenses=can("workspace.code_lens.refresh_support"),
        shows_endpoints="scale.showEndpoint" in _own_commands(client.experimental),
        definition_links=can("text_document.definition.link_support"),
        configuration=can("workspace.configuration"),
        applies_edits=can("workspace.apply_edit"),
        related_documents=can(f"{pulled}.related_document_support"),
    )


def _own_commands(experimental: Any) -> list[Any]:
    """The commands that a client has itself: https://rust-analyzer.github.io/book/contributing/lsp-extensions.html"""
    match experimental:
        case {"commands": {"commands": [*names]}}:
            return names
    return []
