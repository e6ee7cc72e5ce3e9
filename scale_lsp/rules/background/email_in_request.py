"""See rules/background/email-in-request.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scale_lsp.common.mail import waits_for_server
from scale_lsp.common.queues import task_module
from scale_lsp.finding import Finding, Fix, Related, Safety
from scale_lsp.flow.facts import EffectRun, EntryPoint
from scale_lsp.flow.permissions import is_for_few
from scale_lsp.index.roles import Role
from scale_lsp.orm.effects import Effect
from scale_lsp.rule import Context, checks, fixes
from scale_lsp.text.positions import Edit, Location

_SERVING = {
    Role.REQUEST: "a visitor",
    Role.TEMPLATE_TAG: "a visitor",
    Role.ADMIN: "a user of the admin",
    Role.SIGNAL: "whoever saves",
}
_SIMPLE = frozenset({"send_mail", "send_mass_mail", "mail_admins", "mail_managers", "email_user"})
_MESSAGES = frozenset({"django.core.mail.EmailMessage.send", "django.core.mail.EmailMultiAlternatives.send"})
_REASON = "the mail leaves later, from a worker, and its errors do not come here"


@checks
def email_in_request(mail: EffectRun, ctx: Context) -> Iterator[Finding]:
    waiting = [role for role in _SERVING if role in mail.waiting]
    if mail.effect is not Effect.MAIL or not waiting or not waits_for_server(ctx):
        return
    of, _, name = mail.name.rpartition(".")
    movable = not mail.kept and (name in _SIMPLE or mail.name in _MESSAGES)
    call = f"{of.rpartition('.')[2]}.{name}" if name == "send" else name
    served = [e for e in mail.entries if e.role in _SERVING and not e.around.background]
    many = [e for e in served if not is_for_few(ctx.snapshot, e)]
    outside = [e for e in many or served if not _inside(mail, e)]
    yield ctx.finding(
        mail.site,
        related=[Related(ctx.location(entry.site), f"`{entry.name}` waits for it") for entry in outside[:3]],
        rare=not many,
        fixable=Safety.UNSAFE if movable and _edits(ctx.location(mail.site), call, ctx) else None,
        call=call,
        movable=movable,
        who=_SERVING[waiting[0]] if many else "a member of the staff",
    )


def _inside(mail: EffectRun, entry: EntryPoint) -> bool:
    """Whether the function itself has the call."""
    return entry.site.block is mail.site.block


@fixes
def hand_to_a_task(finding: Finding, ctx: Context) -> Fix | None:
    edits = _edits(finding.location, finding.values["call"], ctx) if finding.values["movable"] else ()
    if not edits:
        return None
    return Fix(f"Let the task `{_task(finding.values['call'])}` send it", Safety.UNSAFE, edits, _REASON)


def _task(call: str) -> str:
    """The name of the task that sends: `send_mail_task`, `email_message_task`."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", call.removesuffix(".send")).lower()
    return f"{words}_task"


def _edits(place: Location, call: str, ctx: Context) -> tuple[Edit, ...]:
    """The edits; none where the app has no tasks, or the arguments cannot be written down."""
    from scale_lsp.rewrite.snippet import RewriteRefused
    from scale_lsp.rewrite.tasks import add_task, enqueue_call, enqueue_message

    path, text, task = place.path, ctx.text(place.path), _task(call)
    tasks = task_module(ctx, path)
    if tasks is None:
        return ()
    direct, row = tasks.after_commit, call == "email_user"
    name, _, method = call.partition(".")
    imports = ("django.contrib.auth", "get_user_model") if row else ("django.core.mail", name)
    sender = "get_user_model()._default_manager.get(pk=user_pk).email_user" if row else name
    body = f"{sender}(*args, **kwargs)" + (".send()" if method else "")
    try:
        if method:
            edits = enqueue_message(path, text, place.span, task, tasks.enqueue, direct=direct)
        else:
            edits = enqueue_call(path, text, place.span, task, tasks.enqueue, direct=direct, row=row)
        return (*edits, *add_task(tasks.path, ctx.text(tasks.path), tasks.decorator, task, body, imports))
    except RewriteRefused:
        return ()
