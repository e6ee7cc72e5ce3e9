"""A real git repository around the project of the tests, and the command without a process of its own."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from scale_lsp.cli.main import cli

MODELS = """from django.db import models


class Customer(models.Model):
    name = models.CharField(max_length=10)
    region = models.ForeignKey("Region", on_delete=models.CASCADE)


class Region(models.Model):
    name = models.CharField(max_length=10)


class OrderQuerySet(models.QuerySet):
    def listed(self):
        return self.select_related("customer")


class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
    seller = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    objects = OrderQuerySet.as_manager()
"""
TEXTS = """def text(order):
    return str(order.pk)
"""
VIEWS = """from .models import Order
from .texts import text


def names():
    return [order.customer.name for order in Order.objects.all()]


def listed():
    return [order.customer.name for order in Order.objects.listed()]


def texts():
    return [text(order) for order in Order.objects.all()]
"""


@dataclass(frozen=True)
class Repository:
    """A project with one N+1, in `names()`, committed to the branch `main`."""

    folder: Path

    def git(self, *arguments: str) -> str:
        command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.com", "-C", str(self.folder), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())

    def replace(self, name: str, old: str, new: str) -> None:
        text = (self.folder / name).read_text()
        assert old in text
        self.write(name, text.replace(old, new))

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "more")


def repository(folder: Path) -> Repository:
    made = Repository(folder)
    made.write("manage.py", "")
    for name, text in (("__init__", ""), ("models", MODELS), ("texts", TEXTS), ("views", VIEWS)):
        made.write(f"shop/{name}.py", text)
    subprocess.run(["git", "init", "-q", "-b", "main", str(folder)], check=True)
    made.commit()
    return made


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


def run(*arguments: str, text: str | None = None) -> Done:
    """What the command prints, and its exit status; what it refuses is in `err`."""
    done = CliRunner().invoke(cli, arguments, input=text, standalone_mode=False)
    if done.exception is not None:
        return Done(2, done.stdout, f"{done.exception.__class__.__name__}: {done.exception}")
    return Done(done.return_value, done.stdout, done.stderr)
