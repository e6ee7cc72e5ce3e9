"""A call becomes a task's: the same arguments, enqueued after the commit, and the task written once."""

from __future__ import annotations

import pytest

from scale_lsp.rewrite.snippet import RewriteRefused
from scale_lsp.rewrite.tasks import add_task, enqueue_call, enqueue_message
from scale_lsp.text.positions import Position, Span, apply_edits

VIEWS = """\
from django.core.mail import send_mail


def view(request):
    {}
"""
IMPORTS = ("django.core.mail", "send_mail")


def enqueued(call: str, *, direct: bool = False, row: bool = False) -> str:
    text = VIEWS.format(call)
    last = call.splitlines()[-1]
    end = Position(4 + call.count("\n"), len(last) + (0 if "\n" in call else 4))
    edits = enqueue_call("views.py", text, Span(Position(4, 4), end), "mail", "delay", direct=direct, row=row)
    return apply_edits(text, edits)


def test_arguments_stay_as_they_are_written() -> None:
    after = enqueued('send_mail("a", f"{x}", None, [y], fail_silently=True)')
    assert 'transaction.on_commit(partial(mail.delay, "a", f"{x}", None, [y], fail_silently=True))' in after
    for line in ("from django.db import transaction", "from functools import partial", "from .tasks import mail"):
        assert after.count(line) == 1


def test_lines_and_comments_stay() -> None:
    after = enqueued('send_mail(\n        "a",  # short\n        x,\n    )')
    assert 'transaction.on_commit(partial(mail.delay,\n        "a",  # short\n        x,\n    ))' in after


def test_a_method_that_waits_for_the_commit_needs_nothing_else() -> None:
    after = enqueued('send_mail("a", x)', direct=True)
    assert '    mail.delay("a", x)\n' in after
    assert "transaction" not in after


def test_a_row_goes_by_its_key() -> None:
    assert 'partial(mail.delay, request.user.pk, "a"))' in enqueued('request.user.email_user("a")', row=True)


@pytest.mark.parametrize("arguments", ["connection=c", "**options", "(x for x in y)", "lambda: 1"])
def test_what_no_queue_can_write_down_stays(arguments: str) -> None:
    with pytest.raises(RewriteRefused):
        enqueued(f"send_mail({arguments})")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("ending", ["", "\n"])
def test_a_task_is_added_once(newline: str, ending: str) -> None:
    text = ("from celery import shared_task\n\n\n@shared_task\ndef other():\n    pass" + ending).replace("\n", newline)
    made = apply_edits(
        text, add_task("tasks.py", text, "shared_task(a=1)", "mail", "send_mail(*args, **kwargs)", IMPORTS)
    )
    wanted = "    pass\n\n\n@shared_task(a=1)\ndef mail(*args, **kwargs):\n    send_mail(*args, **kwargs)\n"
    assert made.endswith(wanted.replace("\n", newline))
    assert add_task("tasks.py", made, "shared_task(a=1)", "mail", "send_mail(*args, **kwargs)", IMPORTS) == ()


def test_another_function_of_that_name_is_left_alone() -> None:
    text = "def mail():\n    pass\n"
    with pytest.raises(RewriteRefused):
        add_task("tasks.py", text, "shared_task", "mail", "send_mail(*args, **kwargs)", IMPORTS)


@pytest.mark.parametrize(
    "sent",
    [
        "EmailMessage(a).send(fail_silently=True)",
        "EmailMessage(a, attachments=files).send()",
        "EmailMessage(a, b, c, d, e, connection).send()",
        "message.send()",
        "EmailMessage(a).message()",
    ],
)
def test_messages_that_stay(sent: str) -> None:
    text = VIEWS.format(sent)
    with pytest.raises(RewriteRefused):
        enqueue_message(
            "views.py", text, Span(Position(4, 4), Position(4, 4 + len(sent))), "mail", "delay", direct=True
        )
