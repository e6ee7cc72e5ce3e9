"""Relations of every kind, under the names that Django gives them."""

from __future__ import annotations

import pytest

from scale_lsp.index.graph import ModelGraph
from scale_lsp.index.models import Relation
from scale_lsp.index.project import Project
from tests.harness import project_with


@pytest.fixture(scope="module")
def graph() -> ModelGraph:
    return project_with("")[0].snapshot().graph


def relation(graph: ModelGraph, model: str, name: str) -> Relation | None:
    return graph.relation(graph.by_label["shop", model.lower()], name)


@pytest.mark.parametrize(
    ("model", "name", "target", "selectable"),
    [
        ("Order", "customer", "Customer", True),
        ("Customer", "orders", "Order", False),
        ("Order", "items", "OrderItem", False),
        ("Product", "orderitem_set", "OrderItem", False),
        ("Order", "payment", "Payment", True),
        ("Customer", "user", "User", True),
        ("Product", "tags", "Tag", False),
        ("Tag", "products", "Product", False),
        ("Category", "parent", "Category", True),
        ("Category", "children", "Category", False),
        ("Product", "notes", "Note", False),
        ("Customer", "review_written", "Review", False),
        ("Review", "author", "Customer", True),
        ("DigitalProduct", "category", "Category", True),
        ("DigitalProduct", "review_set", "Review", False),
        ("DigitalProduct", "product_ptr", "Product", True),
        ("Product", "digitalproduct", "DigitalProduct", True),
        ("ActiveProduct", "category", "Category", True),
        ("ActiveProduct", "review_set", "Review", False),
    ],
)
def test_a_relation_is_known(graph: ModelGraph, model: str, name: str, target: str, selectable: bool) -> None:
    found = relation(graph, model, name)
    assert found is not None
    assert found.target is not None
    assert (found.target.name, found.selectable) == (target, selectable)


def test_a_generic_foreign_key_has_no_one_target(graph: ModelGraph) -> None:
    found = relation(graph, "Note", "target")
    assert found is not None
    assert (found.target, found.selectable) == (None, False)


@pytest.mark.parametrize(("model", "name"), [("Order", "order_set"), ("Order", "number"), ("Order", "customers")])
def test_what_is_no_relation(graph: ModelGraph, model: str, name: str) -> None:
    assert relation(graph, model, name) is None


def test_models_are_found_through_packages_aliases_and_the_user_setting() -> None:
    made = Project("/p")
    made.put("/p/conf/settings.py", "AUTH_USER_MODEL = 'people.Person'\n")
    made.put("/p/people/__init__.py", "")
    made.put("/p/people/models/__init__.py", "from .person import *\n")
    made.put(
        "/p/people/models/person.py",
        "from django.contrib.auth.models import AbstractUser\nclass Person(AbstractUser): pass\n",
    )
    made.put("/p/shop/__init__.py", "")
    made.put(
        "/p/shop/models.py",
        "from django.conf import settings\nfrom django.contrib.auth import get_user_model\n"
        "import django.db.models as m\n"
        "User = get_user_model()\nclass A(m.Model):\n"
        "    x = m.ForeignKey(settings.AUTH_USER_MODEL, m.CASCADE, related_name='+')\n"
        "    y = m.ForeignKey(User, m.CASCADE, related_name='%(app_label)s_%(class)s')\n",
    )
    graph = made.snapshot().graph
    person, a = graph.by_label["people", "person"], graph.by_label["shop", "a"]
    assert graph.user_model == person
    assert {name: r.target for name, r in graph.models[a].forward.items()} == {"x": person, "y": person}
    assert "shop_a" in graph.models[person].reverse
    assert graph.relation(person, "groups") is not None


def test_a_model_with_unknown_ancestors_is_not_closed() -> None:
    made = Project("/p")
    made.put(
        "/p/shop/models.py",
        "from django.db import models\nfrom elsewhere import Base\nclass A(Base):\n    x = models.CharField()\n"
        "class B(models.Model):\n    pass\n@adds_relations\nclass C(models.Model):\n    pass\n",
    )
    graph = made.snapshot().graph
    assert not graph.closed(graph.by_label["shop", "a"])
    assert graph.closed(graph.by_label["shop", "b"])
    assert not graph.closed(graph.by_label["shop", "c"])


@pytest.mark.parametrize("first", ["/p/shop/helpers.py", "/p/shop/helpers/__init__.py"])
def test_of_a_module_and_a_package_of_one_name_the_package_is_imported(first: str) -> None:
    made = Project("/p")
    for path in sorted(["/p/shop/helpers.py", "/p/shop/helpers/__init__.py"], key=lambda path: path != first):
        made.put(path, "def load(): ...\n")
    made.put("/p/shop/views.py", "from shop.helpers import load\n")
    found = made.snapshot().graph.names.resolve("/p/shop/views.py", "load")
    assert found is not None
    assert found.path == "/p/shop/helpers/__init__.py"
