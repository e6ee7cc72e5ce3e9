"""What sending a mail waits for, by the settings of a project."""

from __future__ import annotations

from collections.abc import Iterable

from scale_lsp.flow.declared import DeclaredFact, ProductionSettings, told
from scale_lsp.index.settings.values import FromEnvironment, Setting
from scale_lsp.orm.effects import SILENT_BACKENDS, WAITING_BACKENDS
from scale_lsp.rule import Context


def waits_for_server(ctx: Context) -> bool:
    """Whether `send_mail()` speaks to a mail server, or to a service, with the settings of some production module.

    Django's default speaks to a server. A backend that is not known may write the mail down for another process. What
    is printed unless the environment names a backend is for developers.
    """
    return told(ctx.snapshot, "mail", _some_wait)


def _some_wait(facts: Iterable[DeclaredFact]) -> bool:
    production = [fact for fact in facts if isinstance(fact, ProductionSettings)]
    return not production or any(map(_waits, production))


def _waits(production: ProductionSettings) -> bool:
    mailers = production.get("MAILERS")
    mailer = mailers.get("default") if mailers is not None else None
    backend = mailer.get("BACKEND") if mailer is not None else production.get("EMAIL_BACKEND")
    return backend is None or any(_speaks(option) for _, option in backend.options())


def _speaks(backend: Setting) -> bool:
    name = backend.unless_told().string
    if isinstance(backend.value, FromEnvironment) and (name is None or name in SILENT_BACKENDS):
        return True
    return name is not None and name.startswith(WAITING_BACKENDS)
