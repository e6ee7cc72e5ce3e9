"""See rules/background/email-in-request.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.common.mail import waits_for_server
from scale_lsp.common.queues import task_module
from scale_lsp.finding import Finding, Fix, Related, Safety
from scale_lsp.flow.facts import EffectRun, EntryPoint
from scale_lsp.flow.permissions import is_for_few
from scale_lsp.index.roles import Role
from scale_lsp.orm.effects import Effect
from scale_lsp.rule import Context, checks, fixes

_SERVING = {
    Role.REQUEST: "a visitor",
    Role.TEMPLATE_TAG: "a visitor",
    Role.ADMIN: "a user of the admin",
    Role.SIGNAL: "whoever saves",
}
_SIMPLE = frozenset({"send_mail", "send_mass_mail", "mail_admins", "mail_managers", "email_user"})
_REASON = "the mail leaves later, from a worker, and its errors do not come here"


@checks
def email_in_request(mail: EffectRun, ctx: Context) -> Iterator[Finding]:
    waiting = [role for role in _SERVING if role in mail.waiting]
    if mail.effect is not Effect.MAIL or not waiting or not waits_for_server(ctx):
        return
    name = mail.name.rpartition(".")[2]
    movable = not mail.kept and name in _SIMPLE and task_module(ctx, mail.site.path) is not None
    served = [e for e in mail.entries if e.role in _SERVING and not e.around.background]
    many = [e for e in served if not is_for_few(ctx.snapshot, e)]
    outside = [e for e in many or served if not _inside(mail, e)]
    yield ctx.finding(
        mail.site,
        related=[Related(ctx.location(entry.site), f"`{entry.name}` waits for it") for entry in outside[:3]],
        rare=not many,
        fixable=Safety.UNSAFE if movable else None,
        call=name,
        who=_SERVING[waiting[0]] if many else "a member of the staff",
    )


def _inside(mail: EffectRun, entry: EntryPoint) -> bool:
    """Whether the function itself has the call."""
    return entry.site.block is mail.site.block


@fixes
def hand_to_a_task(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp import rewrite

    path, call = finding.location.path, finding.values["call"]
    tasks = task_module(ctx, path)
    if tasks is None:
        return None
    row = call == "email_user"
    task = f"{call}_task"
    sender = "get_user_model()._default_manager.get(pk=user_pk).email_user" if row else call
    imports = ("django.contrib.auth", "get_user_model") if row else ("django.core.mail", call)
    try:
        edits = (
            *rewrite.enqueue_call(
                path, ctx.text(path), finding.location.span, task, tasks.enqueue, direct=tasks.after_commit, row=row
            ),
            *rewrite.add_task(
                tasks.path, ctx.text(tasks.path), tasks.decorator, task, f"{sender}(*args, **kwargs)", imports
            ),
        )
    except rewrite.RewriteRefused:
        return None
    return Fix(f"Let the task `{task}` send it", Safety.UNSAFE, edits, _REASON)
