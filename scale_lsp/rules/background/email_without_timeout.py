"""See rules/background/email-without-timeout.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Safety
from scale_lsp.flow.declared import ProductionSettings
from scale_lsp.index.settings.values import FromEnvironment, Known, Unset, Value
from scale_lsp.rule import Context, checks, fixes

_SMTP = "django.core.mail.backends.smtp.EmailBackend"


@checks
def email_without_timeout(production: ProductionSettings, ctx: Context) -> Iterator[Finding]:
    """Without `EMAIL_HOST` nothing says that mails are sent at all."""
    host = production.get("EMAIL_HOST")
    backend = production.value("EMAIL_BACKEND")
    if host is None or not _is_smtp(backend) or production.get("MAILERS") is not None:
        return
    timeout = production.get("EMAIL_TIMEOUT")
    if timeout is not None and timeout.value != Known(None):
        return
    place = timeout or host
    yield ctx.finding(
        place.site,
        fixable=Safety.SAFE if timeout is None else Safety.UNSAFE,
        seconds=ctx.options.email_timeout_s,
        said=timeout is not None,
    )


def _is_smtp(backend: Value) -> bool:
    """Whether mails surely go to a mail server where nothing else is said."""
    if isinstance(backend, FromEnvironment):
        return backend.default is not None and backend.default.value == Known(_SMTP)
    return backend in (Unset(), Known(_SMTP))


@fixes
def limit_the_wait(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.literals import replace_expression
    from scale_lsp.rewrite.snippet import RewriteRefused
    from scale_lsp.rewrite.statements import add_statement

    path, span, seconds = finding.location.path, finding.location.span, finding.values["seconds"]
    title = f"Wait at most {seconds} s for the mail server"
    if finding.values["said"]:
        edits = replace_expression(path, span, str(seconds))
        return Fix(title, Safety.UNSAFE, edits, "somebody chose to wait for ever")
    try:
        edits = add_statement(path, ctx.text(path), span, f"EMAIL_TIMEOUT = {seconds}")
    except RewriteRefused:
        return None
    return Fix(title, Safety.SAFE, edits)
