"""What depends on the project's Django version."""

from __future__ import annotations

import pytest

from scale_lsp.config import Config
from scale_lsp.engine.check import check
from tests.harness import project_with

ADMIN = """\
from django.contrib import admin

from shop.models import Order


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    list_display = ["number", "placed_by"]
"""


@pytest.mark.parametrize(("version", "found"), [("5.2", 1), (None, 1), ("6.1", 0), ("6.1.2", 0)])
def test_a_change_list_joins_the_keys_it_shows_since_django_6_1(version: str | None, found: int) -> None:
    project, path = project_with(ADMIN)
    config = Config(select=("related-access-in-loop",), django_version=version)
    assert len(check(project.snapshot(), path, config)) == found
