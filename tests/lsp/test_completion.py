"""Names of fields and relations are completed where code writes them, on half-written lines too."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from lsprotocol import types

from .conftest import MODELS
from .editor import Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")

TOP = "from shop.models import Customer, Order\n\n\n"


async def completed(editor: Editor, shop: Path, code: str) -> tuple[str, Sequence[types.CompletionItem]]:
    """What is offered at the place of `|`."""
    uri = (shop / "views.py").as_uri()
    if uri not in editor.texts:
        await editor.diagnostics(editor.open(shop / "models.py"))
        editor.open(shop / "views.py", "")
    editor.texts[uri] = (TOP + code).replace("|", "")
    editor.send(uri, types.TextDocumentContentChangeWholeDocument(editor.texts[uri]))
    position = editor._position(uri, (TOP + code).index("|"))
    params = types.CompletionParams(types.TextDocumentIdentifier(uri), position)
    answer = await editor.client.text_document_completion_async(params)
    return uri, answer.items if isinstance(answer, types.CompletionList) else answer or ()


def accepted(editor: Editor, uri: str, item: types.CompletionItem) -> str:
    """The text after the item is chosen."""
    edit = item.text_edit
    assert edit is not None
    range = edit.replace if isinstance(edit, types.InsertReplaceEdit) else edit.range
    start, end = editor._offset(uri, range.start), editor._offset(uri, range.end)
    assert range.start.line == range.end.line
    return (editor.texts[uri][:start] + edit.new_text + editor.texts[uri][end:]).removeprefix(TOP)


@pytest.mark.parametrize(
    ("before", "name", "after"),
    [
        ('Order.objects.select_related("|")', "customer", 'Order.objects.select_related("customer")'),
        ('Order.objects.select_related("|', "customer", 'Order.objects.select_related("customer'),
        ("Order.objects.select_related('cus|')", "customer", "Order.objects.select_related('customer')"),
        ('Order.objects.select_related("🛒", "|")', "customer", 'Order.objects.select_related("🛒", "customer")'),
        ("Order.objects.filter(customer__na|)", "name", "Order.objects.filter(customer__name)"),
        ("Order.objects.filter(cu|st)", "customer", "Order.objects.filter(customer)"),
        ('Order.objects.order_by("-pl|")', "placed", 'Order.objects.order_by("-placed")'),
        ('Customer.objects.prefetch_related("order_|', "order_set", 'Customer.objects.prefetch_related("order_set'),
        ("Customer.objects.filter(order__|)", "placed", "Customer.objects.filter(order__placed)"),
        ("Order.objects.exclude(placed__y|=2024)", "year", "Order.objects.exclude(placed__year=2024)"),
    ],
)
async def test_a_name_is_offered_and_put_in(editor: Editor, shop: Path, before: str, name: str, after: str) -> None:
    uri, items = await completed(editor, shop, f"def view(request):\n    return {before}\n")
    (item,) = [item for item in items if item.label == name]
    assert accepted(editor, uri, item) == f"def view(request):\n    return {after}\n"
    prefix = before[: before.index("|")].replace('"', " ").replace("'", " ").replace("(", " ").replace("-", " ")
    assert (item.filter_text or "").startswith(prefix.split(" ")[-1])


async def test_exactly_what_fits(editor: Editor, shop: Path) -> None:
    _, items = await completed(editor, shop, 'orders = Order.objects.select_related("|")\n')
    assert [item.label for item in items] == ["customer"]
    _, items = await completed(editor, shop, 'orders = Order.objects.only("|")\n')
    assert [item.label for item in items] == ["customer", "customer_id", "placed", "id", "pk"]
    assert {item.detail for item in items if item.label in ("customer", "placed")} == {
        "foreign key to Customer",
        "DateTimeField",
    }


@pytest.mark.parametrize(
    "code",
    [
        'print("|")\n',
        "x = unknown.filter(|)\n",
        "# Order.objects.filter(|)\n",
        'label = "Order.objects.select_related(|"\n',
        "Order.objects.filter(customer=|)\n",
        'Order.objects.filter(customer="|")\n',
        'Order.objects.select_related("nothing__|")\n',
        'Order.objects.select_related(f"|")\n',
        'Order.objects.select_related("a b|")\n',
        "|",
    ],
)
async def test_silence_elsewhere(editor: Editor, shop: Path, code: str) -> None:
    assert (await completed(editor, shop, code))[1] == ()


async def test_documentation_as_the_client_can_show_it(editor: Editor, shop: Path) -> None:
    _, (item,) = await completed(editor, shop, 'orders = Order.objects.select_related("|")\n')
    assert isinstance(item.documentation, types.MarkupContent)
    assert item.documentation.kind == types.MarkupKind.Markdown
    assert item.documentation.value == "`customer`: foreign key to Customer"


async def test_a_model_that_is_being_edited_counts(editor: Editor, shop: Path) -> None:
    await completed(editor, shop, "|\n")
    models = (shop / "models.py").as_uri()
    editor.change(models, ("placed = ", "shipped = "))
    _, items = await completed(editor, shop, "Order.objects.filter(sh|\n")
    assert "shipped" in [item.label for item in items]
    editor.change(models, ("class Order", "def broken(:\n\n\nclass Order"))
    _, items = await completed(editor, shop, "Order.objects.filter(sh|\n")
    assert "shipped" in [item.label for item in items]


async def test_fields_of_indexes_and_orderings(editor: Editor, shop: Path) -> None:
    uri = editor.open(shop / "models.py")
    descending = 'indexes = [models.Index(fields=["placed", "-|"])]'
    for meta in (
        'indexes = [models.Index(fields=["|"])]',
        descending,
        'ordering = ["-|"]',
        'unique_together = [("customer", "|"',
    ):
        code = f"{MODELS}\n    class Meta:\n        {meta}\n"
        editor.texts[uri] = code.replace("|", "")
        editor.send(uri, types.TextDocumentContentChangeWholeDocument(editor.texts[uri]))
        params = types.CompletionParams(types.TextDocumentIdentifier(uri), editor._position(uri, code.index("|")))
        items = await editor.client.text_document_completion_async(params)
        assert isinstance(items, Sequence)
        assert [item.label for item in items][:3] == ["customer", "customer_id", "placed"]


async def test_while_somebody_types(editor: Editor, shop: Path) -> None:
    """Each prefix of the line, as it is when no editor closes brackets and quotes by itself."""
    line = 'return [o for o in Order.objects.filter(customer__name="x").select_related("customer").order_by("placed")]'
    for end in range(line.index("filter") + 1, len(line)):
        before = line[:end]
        uri, items = await completed(
            editor, shop, f"def view(request):\n    {before}|\n\n\ndef other():\n    return 1\n"
        )
        word = before[max(before.rfind(c) for c in "\"(' .=[") + 1 :]
        assert all((item.filter_text or "").startswith(word.rpartition("__")[0]) for item in items)
        for item in items:
            assert f"    {before[: len(before) - len(word)]}{item.filter_text}\n" in accepted(editor, uri, item)
