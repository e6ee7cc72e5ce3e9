"""What sending a mail waits for, by the settings of a project."""

from __future__ import annotations

from scale_lsp.index.shape import string
from scale_lsp.orm.effects import QUEUEING_BACKENDS, SILENT_BACKENDS
from scale_lsp.rule import Context


def waits_for_server(ctx: Context) -> bool:
    """Whether `send_mail()` speaks to a mail server: no backend writes the mail down for another process, or prints it.

    Django's default speaks to one, so a backend that settings for development print with says nothing of the others.
    """
    printed = other = False
    for module in ctx.graph.names.modules.values():
        if "EMAIL_BACKEND" not in module.assigns:
            continue
        backend = string(module.assigns["EMAIL_BACKEND"]) or ""
        if backend.startswith(QUEUEING_BACKENDS):
            return False
        if backend in SILENT_BACKENDS and "INSTALLED_APPS" in module.assigns:
            printed = True
        elif backend not in SILENT_BACKENDS:
            other = True
    return other or not printed
