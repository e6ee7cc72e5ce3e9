"""The commands of the chat, with a real server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from .conftest import VIEWS
from .editor import Editor
from .test_commands import run

pytestmark = pytest.mark.asyncio(loop_scope="session")

N1 = "related-access-in-loop"
HERE = {"line": 4, "character": 4}


async def ask(editor: Editor, text: str, **more: object) -> dict[str, Any]:
    answer = await run(editor, "scale.ask", {"text": text, **more})
    assert isinstance(answer, dict)
    assert set(answer) == {"text", "intent", "applied", "conversation", "suggestions", "actions"}
    return answer


def applying(editor: Editor, agrees: bool = True) -> list[types.WorkspaceEdit]:
    """Have the editor apply what it is asked to; the edits."""
    edits: list[types.WorkspaceEdit] = []

    def apply(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        edits.append(params.edit)
        if agrees:
            editor.apply(params.edit)
        return types.ApplyWorkspaceEditResult(applied=agrees)

    editor.client.protocol.fm.features[types.WORKSPACE_APPLY_EDIT] = apply
    return edits


async def test_a_conversation_in_an_editor(editor: Editor, shop: Path) -> None:
    edits = applying(editor)
    uri = editor.open(shop / "views.py")
    why = await ask(editor, "why is this slow?", uri=uri, position=HERE)
    assert (why["intent"], why["applied"]) == ("why-slow", False)
    assert f"[shop/views.py:5]({uri}#L5)" in why["text"]
    assert f"`{N1}`" in why["text"]
    assert {"title": "Fix it", "command": "scale.ask"}.items() <= why["actions"][1].items()

    asked = why["actions"][1]["arguments"][0]
    shown = await ask(editor, **asked)
    assert '+    orders = Order.objects.all().select_related("customer")' in shown["text"]
    assert not edits
    apply = shown["actions"][0]
    assert apply["command"] == "scale.applyFix"

    done = await run(editor, apply["command"], *apply["arguments"])
    assert isinstance(done, dict)
    assert done["applied"] is True
    assert 'select_related("customer")' in editor.texts[uri]
    assert len(edits) == 1
    again = await run(editor, apply["command"], *apply["arguments"])
    assert isinstance(again, dict)
    assert again["applied"] is False
    assert (await ask(editor, "review this file", uri=uri))["text"].startswith("I find nothing")


async def test_a_yes_in_words(vscode: Editor, shop: Path) -> None:
    applying(vscode)
    uri = vscode.open(shop / "views.py")
    shown = await ask(vscode, "fix it", uri=uri, position=HERE)
    done = await ask(vscode, "yes", uri=uri, conversation=shown["conversation"])
    assert done["applied"] is True
    assert "select_related" in vscode.texts[uri]


async def test_the_text_of_the_editor_counts(vscode: Editor, shop: Path) -> None:
    """Not the one on disk; and an edit after the preview means that what was shown is not made."""
    edits = applying(vscode)
    uri = vscode.open(shop / "views.py", VIEWS.replace("customer.name", "pk"))
    assert "find nothing" in (await ask(vscode, "review this file", uri=uri))["text"]
    vscode.change(uri, ("order.pk", "order.customer.name"))
    shown = await ask(vscode, "fix everything", uri=uri)
    vscode.change(uri, ("def names", "def all_names"))
    done = await run(vscode, "scale.applyFix", {"conversation": shown["conversation"]})
    assert isinstance(done, dict)
    assert (done["applied"], edits) == (False, [])
    assert "another one by now" in done["text"]


async def test_an_editor_that_refuses(vscode: Editor, shop: Path) -> None:
    applying(vscode, agrees=False)
    uri = vscode.open(shop / "views.py")
    shown = await ask(vscode, "fix it", uri=uri, position=HERE)
    done = await run(vscode, "scale.applyFix", {"conversation": shown["conversation"]})
    assert isinstance(done, dict)
    assert (done["applied"], done["text"][:20]) == (False, "Nothing was changed:")


async def test_files_that_are_not_open_are_changed_too(vscode: Editor, shop: Path) -> None:
    edits = applying(vscode)
    shown = await ask(vscode, "fix everything in the project")
    assert "1 file would change" in shown["text"]
    await run(vscode, "scale.applyFix", {"conversation": shown["conversation"]})
    (edit,) = edits
    (change,) = edit.document_changes or ()
    assert change.text_document == types.OptionalVersionedTextDocumentIdentifier((shop / "views.py").as_uri(), None)


async def test_the_conversation_knows_its_folder(
    vscode: Editor, shop: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Two folders with the same files: a yes is said to the one that was shown."""
    edits = applying(vscode)
    other = tmp_path_factory.mktemp("other")
    (other / "shop").mkdir()
    for name in ("__init__.py", "models.py", "views.py"):
        (other / "shop" / name).write_text((shop / name).read_text())
    vscode.add_folder(other)
    uri = (other / "shop" / "views.py").as_uri()
    shown = await ask(vscode, "fix it", uri=uri, position=HERE)
    here = await ask(vscode, "yes", uri=(shop / "views.py").as_uri(), conversation=shown["conversation"])
    assert "nothing to confirm" in here["text"]
    await run(vscode, "scale.applyFix", {"conversation": shown["conversation"]})
    assert [change.text_document.uri for edit in edits for change in edit.document_changes or ()] == [uri]
    vscode.remove_folder(other)


async def test_links_that_run_commands_are_for_clients_that_ask_for_them(vscode: Editor, shop: Path) -> None:
    uri = vscode.open(shop / "views.py")
    assert "command:" not in (await ask(vscode, "fix it", uri=uri, position=HERE))["text"]
    text = (await ask(vscode, "fix it", uri=uri, position=HERE, commandLinks=True))["text"]
    assert "[Apply](command:scale.applyFix?%5B%7B" in text


async def test_outside_of_the_workspace(editor: Editor, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = (tmp_path_factory.mktemp("outside") / "views.py").as_uri()
    assert "is not among the files" in (await ask(editor, "review this file", uri=outside))["text"]
    assert "do not know which file" in (await ask(editor, "review this file", uri="git:/a.py"))["text"]
    assert "**1 finding** in the project" in (await ask(editor, "review the project", uri=outside))["text"]


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("scale.ask", []),
        ("scale.ask", ["why?"]),
        ("scale.ask", [{}]),
        ("scale.ask", [{"text": 1}]),
        ("scale.ask", [{"text": "x", "position": {"line": -1}}]),
        ("scale.ask", [{"text": "x", "unknown": 1}]),
        ("scale.ask", [{"text": "x" * 20_000}]),
        ("scale.applyFix", [{}]),
        ("scale.applyFix", [{"conversation": "x" * 30_000}]),
    ],
)
async def test_what_is_no_question_is_refused(vscode: Editor, command: str, arguments: list[object]) -> None:
    with pytest.raises(JsonRpcException) as refused:
        await run(vscode, command, *arguments)
    assert refused.value.code == types.ErrorCodes.InvalidParams
