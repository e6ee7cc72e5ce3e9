"""Which functions are views, while URLconfs come and go."""

from __future__ import annotations

import pytest

from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Project

VIEWS = "def home(request): ...\n\n\ndef other(request): ...\n"
URLS = "from django.urls import path\n\nfrom shop import views\n\n"
ROUTE = 'urlpatterns = [path("", views.home)]\n'


def routed(project: Project) -> set[str]:
    return {symbol.name for symbol in project.snapshot().graph.roles.routed}


@pytest.fixture
def project() -> Project:
    project = Project("/p")
    project.put("/p/shop/__init__.py", "")
    project.put("/p/shop/views.py", VIEWS)
    project.put("/p/shop/urls.py", URLS)
    return project


def test_a_file_that_gets_its_first_route(project: Project) -> None:
    assert routed(project) == set()
    project.put("/p/shop/urls.py", URLS + ROUTE)
    assert routed(project) == {"home"}
    project.put("/p/shop/urls.py", URLS + ROUTE.replace("home", "other"))
    assert routed(project) == {"other"}
    project.put("/p/shop/urls.py", URLS)
    assert routed(project) == set()


def test_a_urlconf_that_comes_and_goes(project: Project) -> None:
    assert routed(project) == set()
    project.put("/p/site/urls.py", URLS + ROUTE)
    assert routed(project) == {"home"}
    project.remove("/p/site/urls.py")
    assert routed(project) == set()


def test_a_view_that_is_something_else(project: Project) -> None:
    project.put("/p/shop/urls.py", URLS + ROUTE)
    home = Symbol(Kind.FUNCTION, "/p/shop/views.py", "home")
    assert project.snapshot().graph.roles.is_routed(home)
    project.put("/p/shop/views.py", VIEWS.replace("home", "start"))
    assert not project.snapshot().graph.roles.is_routed(home)
    project.put("/p/shop/views.py", VIEWS)
    assert project.snapshot().graph.roles.is_routed(home)
