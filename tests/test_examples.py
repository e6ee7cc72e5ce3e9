"""The example shop runs: it checks, migrates, seeds, and every page answers."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parent.parent / "examples" / "shop"

VISIT = """
import json
import os
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "project.settings"
django.setup()
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

call_command("check", fail_level="WARNING")
call_command("makemigrations", check=True, dry_run=True, verbosity=0)
call_command("migrate", verbosity=0)
call_command("seed_shop", products=6, orders=8)
client = Client()
client.force_login(get_user_model().objects.get(username="employee"))
pages = [
    "/", "/search/?q=pro", "/lookup/?phone=49", "/orders/", "/shelf-0/", "/shelf-0/product-0/",
    "/employee/", "/employee/login/", "/employee/export/", "/employee/big/", "/employee/sales/", "/employee/products/",
    "/employee/orders/1/", "/api/products/", "/api/orders/", "/api/orders/new/",
    "/admin/shop/brand/", "/admin/shop/product/", "/admin/shop/order/", "/admin/shop/review/",
    "/admin/shop/order/1/change/",
]
seen = {}
for page in pages:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(page)
        b"".join(response)
    seen[page] = [response.status_code, len(queries)]
order = {"phone": "1", "name": "New", "items": [{"product": 1, "quantity": 2}]}
response = client.post("/checkout/", json.dumps(order), content_type="application/json")
seen["/checkout/"] = [response.status_code, 0]
print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[int]]:
    """Page → status and number of queries, of a copy of the example with a database of its own."""
    folder = tmp_path_factory.mktemp("example") / "shop"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__", "*.sqlite3"))
    done = subprocess.run([sys.executable, "-c", VISIT], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    result: dict[str, list[int]] = json.loads(done.stdout.splitlines()[-1])
    return result


def test_every_page_answers(visited: dict[str, list[int]]) -> None:
    wrong = {page: status for page, (status, _) in visited.items() if status not in (200, 201)}
    assert not wrong


def test_it_has_the_problem_it_shows(visited: dict[str, list[int]]) -> None:
    """The dashboard asks for customer, address, count, items, products and payment of each of the 8 orders."""
    assert visited["/employee/"][1] > 8 * 5
    assert visited["/employee/orders/1/"][1] < 8 + 5
