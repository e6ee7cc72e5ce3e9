"""The example shop runs, is slow where it says so, and answers the same with fewer queries once it is fixed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent
EXAMPLE = REPOSITORY / "examples" / "shop"

VISIT = """
import hashlib, json, os, re, sys
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "project.settings"
sys.path.insert(0, os.getcwd())
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
    "/", "/offers/", "/search/?q=pro", "/lookup/?phone=49", "/orders/", "/shelf-0/", "/shelf-0/product-0/",
    "/employee/", "/employee/login/", "/employee/export/", "/employee/big/", "/employee/next/",
    "/employee/sales/", "/employee/products/",
    "/employee/orders/1/", "/api/products/", "/api/orders/", "/api/orders/new/",
    "/admin/shop/brand/", "/admin/shop/product/", "/admin/shop/order/", "/admin/shop/review/",
    "/admin/shop/order/1/change/",
]
seen = {}
for page in pages:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(page)
        body = b"".join(response)
    body = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", body)
    seen[page] = [response.status_code, len(queries), hashlib.sha1(body).hexdigest()]
order = {"phone": "1", "name": "New", "items": [{"product": 1, "quantity": 2}]}
response = client.post("/checkout/", json.dumps(order), content_type="application/json")
seen["/checkout/"] = [response.status_code, 0, response.content.decode()]
print(json.dumps(seen))
"""


@dataclass(frozen=True)
class Answer:
    status: int
    queries: int
    body: str


Answers = dict[str, Answer]


def visit(folder: Path) -> Answers:
    """Check, migrate and seed the shop in a folder, then ask for each page."""
    done = subprocess.run([sys.executable, "-c", VISIT], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return {page: Answer(*answer) for page, answer in json.loads(done.stdout.splitlines()[-1]).items()}


def copied(folder: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__", "*.sqlite3")))


@pytest.fixture(scope="module")
def as_written(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    return visit(copied(tmp_path_factory.mktemp("example") / "shop"))


def test_every_page_answers(as_written: Answers) -> None:
    assert {page: a.status for page, a in as_written.items() if a.status != 200} == {"/checkout/": 201}


def test_the_dashboard_has_the_problem_it_shows(as_written: Answers) -> None:
    """It asks for customer, address, count, items, products and payment of each of the 8 orders."""
    assert as_written["/employee/"].queries > 8 * 5
    assert as_written["/employee/orders/1/"].queries < 8 + 5


def test_fixed_it_answers_the_same_with_fewer_queries(as_written: Answers, tmp_path: Path) -> None:
    folder = copied(tmp_path / "shop")
    command = [sys.executable, "-m", "scale_lsp", "check", "--fix", "--exit-zero", str(folder)]
    fixing = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert fixing.returncode == 0, fixing.stderr
    fixed = visit(folder)
    assert {page: a.body for page, a in fixed.items()} == {page: a.body for page, a in as_written.items()}
    dearer = {page: a.queries - as_written[page].queries for page, a in fixed.items()}
    paying_for_others = {"/admin/shop/brand/": 1, "/admin/shop/review/": 1}
    assert {page: n for page, n in dearer.items() if n > 0} == paying_for_others, "what others need is prefetched"
    better = {page for page, a in fixed.items() if a.queries < as_written[page].queries}
    assert better >= {"/", "/search/?q=pro", "/shelf-0/", "/employee/", "/employee/export/", "/api/orders/"}
    assert fixed["/api/orders/"].queries < 8 + 5
