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


def abilities_of(client: types.ClientCapabilities) -> Abilities:
    def can(name: str) -> bool:
        return bool(get_capability(client, name, False))

    def values(name: str) -> Any:
        return get_capability(client, name, None) or ()

    action = "text_document.code_action"
    published = "text_document.publish_diagnostics"
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
    )
