"""From the names in `select_related("…")` and the like to the fields they stand for, one name of a path at a time."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from .editor import Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")

MODELS = """\
from django.db import models


class City(models.Model):
    name = models.CharField(max_length=50)


class Customer(models.Model):
    city = models.ForeignKey(City, on_delete=models.CASCADE)


class Order(models.Model):
    customer = models.ForeignKey("Customer", on_delete=models.CASCADE, related_name="orders")
    placed: models.DateTimeField = models.DateTimeField()
"""


async def declared(editor: Editor, shop: Path, call: str) -> tuple[str, str] | None:
    """What is under `|`, and the line it leads to."""
    models = (shop / "models.py").as_uri()
    if models not in editor.texts:
        editor.open(models, MODELS)
    code = f"from shop.models import Customer, Order\n\n\ndef view(request):\n    return {call}\n"
    views = editor.open(shop / "views.py", code.replace("|", ""))
    params = types.DefinitionParams(types.TextDocumentIdentifier(views), editor._position(views, code.index("|")))
    answer = await editor.client.text_document_definition_async(params)
    if answer is None:
        return None
    (link,) = answer if isinstance(answer, list | tuple) else [answer]
    assert isinstance(link, types.LocationLink)
    assert link.target_uri == models
    assert link.origin_selection_range is not None
    name = editor.text_at(models, link.target_range)
    line = MODELS.splitlines()[link.target_range.start.line].strip()
    assert line.startswith(name)
    return editor.text_at(views, link.origin_selection_range), line.partition(" = ")[0]


@pytest.mark.parametrize(
    ("call", "name", "line"),
    [
        ('Order.objects.select_related("cust|omer__city")', "customer", "customer"),
        ('Order.objects.select_related("customer__|city")', "city", "city"),
        ('Order.objects.only("pla|ced")', "placed", "placed: models.DateTimeField"),
        ('Order.objects.values_list("customer__ci|ty")', "city", "city"),
        ('Order.objects.order_by("-|placed")', "placed", "placed: models.DateTimeField"),
        ("Order.objects.filter(customer__city__na|me__icontains=1)", "name", "name"),
        ("Order.objects.filter(|customer_id=1)", "customer_id", "customer"),
        ('Customer.objects.prefetch_related("orders|")', "orders", "customer"),
        ("Customer.objects.filter(orders__placed|=None)", "placed", "placed: models.DateTimeField"),
    ],
)
async def test_a_name_leads_to_its_field(editor: Editor, shop: Path, call: str, name: str, line: str) -> None:
    assert await declared(editor, shop, call) == (name, line)


@pytest.mark.parametrize(
    ("meta", "line"),
    [
        ('indexes = [models.Index(fields=["-pla|ced"])]', "placed: models.DateTimeField"),
        ('constraints = [models.UniqueConstraint(fields=["cust|omer"], name="one")]', "customer"),
        ('ordering = ["pla|ced"]', "placed: models.DateTimeField"),
    ],
)
async def test_fields_of_indexes_and_orderings(editor: Editor, shop: Path, meta: str, line: str) -> None:
    code = f"{MODELS}\n    class Meta:\n        {meta}\n"
    models = editor.open(shop / "models.py", code.replace("|", ""))
    position = editor._position(models, code.index("|"))
    params = types.DefinitionParams(types.TextDocumentIdentifier(models), position)
    answer = await editor.client.text_document_definition_async(params)
    (link,) = answer if isinstance(answer, list | tuple) else [answer]
    assert MODELS.splitlines()[link.target_range.start.line].strip().partition(" = ")[0] == line


@pytest.mark.parametrize(
    "call",
    [
        "Order.objects.filter(customer__city__name__icon|tains=1)",
        'Order.objects.select_related("cutsomer|")',
        "Order.obj|ects.all()",
        'print("cust|omer")',
        "Order.objects.filter(pk|=1)",
    ],
)
async def test_what_nobody_declares_leads_nowhere(editor: Editor, shop: Path, call: str) -> None:
    assert await declared(editor, shop, call) is None


async def test_a_client_without_links_gets_the_place(shop: Path) -> None:
    editor = Editor(types.ClientCapabilities())
    await editor.start()
    await editor.initialize(shop.parent)
    (shop / "models.py").write_text(MODELS)
    views = editor.open(
        shop / "views.py", 'from shop.models import Order\n\nx = Order.objects.select_related("customer")\n'
    )
    models = editor.open(shop / "models.py")
    position = editor.range(views, "customer").start
    params = types.DefinitionParams(types.TextDocumentIdentifier(views), position)
    answer = await editor.client.text_document_definition_async(params)
    assert isinstance(answer, types.Location)
    assert editor.text_at(models, answer.range) == "customer"
    assert await editor.quit() == 0
