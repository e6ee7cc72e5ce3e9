"""A Django project of any size, always the same: apps with models, views, serializers, templates and the rest.

python -m benchmarks.workspace FOLDER --lines 500000
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Iterator
from pathlib import Path

NOUNS = (
    *("Order", "Invoice", "Ticket", "Parcel", "Booking", "Contract", "Payment", "Shipment", "Course", "Event"),
    *("Project", "Report", "Account", "Campaign", "Product", "Review", "Article", "Device", "Vehicle", "Visit"),
)
MODELS_OF_AN_APP = 6
MODEL = '''\
class {model}(models.Model):
    """A {noun} of {app}."""

    class Status(models.TextChoices):
        NEW = "new", "New"
        DONE = "done", "Done"

    title = models.CharField(max_length=200)
    number = models.PositiveIntegerField(unique=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.NEW)
    created = models.DateTimeField(auto_now_add=True, db_index=True)
    owner = models.ForeignKey("{before}.{other}", on_delete=models.CASCADE, related_name="{name}_set")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children")

    class Meta:
        ordering = ["-created"]

    def __str__(self):
        return f"{{self.number}}: {{self.title}}"

    @property
    def is_open(self):
        return self.status == self.Status.NEW

    def owner_title(self):
        return self.owner.title


'''
VIEWS = """\
def {name}_list_{i}(request):
    queryset = {model}.objects.filter(status="new"){loaded}.order_by("number")
    page = Paginator(queryset, 25).get_page(request.GET.get("page"))
    return render(request, "{app}/{name}_list.html", {{"page": page, "title": "{model} {i}"}})


def {name}_detail_{i}(request, pk):
    found = get_object_or_404({model}.objects.select_related("owner"), pk=pk)
    if request.method == "POST" and found.is_open:
        found.status = {model}.Status.DONE
        found.save(update_fields=["status"])
        return redirect("{app}:{name}-list")
    return render(request, "{app}/{name}_detail.html", {{"found": found}})


def {name}_names_{i}(limit):
    names = []
    for found in {model}.objects{loaded}.all()[:limit]:
        names.append(found.{read})
    return names


def {name}_total_{i}(numbers):
    total = 0
    for number in numbers:
        if number > {i}:
            total += number
        else:
            total -= 1
    label = "{model} " + str(total)
    return label


class {model}List{i}(ListView):
    model = {model}
    paginate_by = 50
    template_name = "{app}/{name}_list.html"

    def get_queryset(self):
        queryset = super().get_queryset(){loaded}
        title = self.request.GET.get("title")
        return queryset.filter(title=title) if title else queryset


"""
VIEWS_HEAD = """\
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.generic import ListView

from {app}.models import {models}


"""
SERIALIZER = """\
class {model}Serializer(serializers.ModelSerializer):
    owner_title = serializers.CharField(source="owner.title")

    class Meta:
        model = {model}
        fields = ["id", "title", "number", "owner_title"]


class {model}ViewSet(viewsets.ModelViewSet):
    queryset = {model}.objects.select_related("owner")
    serializer_class = {model}Serializer


"""
ADMIN = """\
@admin.register({model})
class {model}Admin(admin.ModelAdmin):
    list_display = ["number", "title", "owner"]
    list_select_related = ["owner"]
    search_fields = ["=number"]


"""
TASKS = """\
def close_{name}(days):
    found = {model}.objects.filter(status="new", created__lt=now() - timedelta(days=days))
    return found.update(status="done")


def titles_of_{name}():
    return list({model}.objects.values_list("title", flat=True)[:100])


"""
PAGE = """\
{% extends "base.html" %}
{% block content %}
<h1>{{ title }}</h1>
<ul>
{% for found in page %}
  <li class="row">
    <a href="{% url 'home' %}?pk={{ found.pk }}">{{ found.title }}</a>
    {% if found.is_open %}<b>{{ found.owner.title }}</b>{% endif %}
  </li>
{% endfor %}
</ul>
{% endblock %}
"""
LOADED = ('.select_related("owner")', '.only("title")', "", '.select_related("owner", "parent")')
READ = ("owner.title", "title", "number", "owner.number")


def write(root: Path, lines: int) -> dict[int, Path]:
    """A project with about so many lines of Python. The views of 1,000 and of 3,000 lines, to type in."""
    written = 0
    apps = [f"app_{number:03d}" for number in range(400)]
    used = []
    for number, app in enumerate(apps):
        used.append(app)
        for name, text in _app(app, apps[number - 1] if number else app, number):
            written += text.count("\n") if name.endswith(".py") else 0
            _write(root / app / name, text)
        if written >= lines:
            break
    _write(root / "manage.py", "")
    for name, text in _project(used):
        _write(root / "project" / name, text)
    typed = {size: root / used[0] / f"typed_{size}.py" for size in (1000, 3000)}
    for size, path in typed.items():
        _write(path, _views(used[0], 0, size))
    return typed


def _app(app: str, before: str, number: int) -> Iterator[tuple[str, str]]:
    """The files of an app; a model belongs to one of the app before."""
    models = _models(number)
    others = _models(max(number - 1, 0))
    fields = [
        {"app": app, "before": before, "model": m, "other": o, "noun": m.lower(), "name": m.lower()}
        for m, o in zip(models, others, strict=True)
    ]
    names = ", ".join(models)
    yield "__init__.py", ""
    yield "models.py", "from django.db import models\n\n\n" + "".join(MODEL.format(**one) for one in fields)
    for part in range(1 + number % 8):
        yield f"views_{part}.py", _views(app, number, 250 + 50 * part)
    head = "from rest_framework import serializers, viewsets\n\nfrom {app}.models import {names}\n\n\n"
    yield "api.py", head.format(app=app, names=names) + "".join(SERIALIZER.format(**one) for one in fields)
    head = "from django.contrib import admin\n\nfrom {app}.models import {names}\n\n\n"
    yield "admin.py", head.format(app=app, names=names) + "".join(ADMIN.format(**one) for one in fields)
    head = "from datetime import timedelta\n\nfrom django.utils.timezone import now\n\n"
    head += "from {app}.models import {names}\n\n\n"
    yield "tasks.py", head.format(app=app, names=names) + "".join(TASKS.format(**one) for one in fields)
    routes = "".join(f'    path("{m.lower()}/", views_0.{m}List0.as_view()),\n' for m in models[:1])
    head = f'from django.urls import path\n\nfrom {app} import views_0\n\napp_name = "{app}"\nurlpatterns = [\n'
    yield "urls.py", head + routes + "]\n"
    for one in fields:
        yield f"templates/{app}/{one['name']}_list.html", PAGE
        yield (
            f"templates/{app}/{one['name']}_detail.html",
            "<h1>{{ found.title }}</h1>\n<p>{{ found.owner.title }}</p>\n",
        )


def _models(number: int) -> list[str]:
    return [NOUNS[(number * 7 + i) % len(NOUNS)] for i in range(MODELS_OF_AN_APP)]


def _views(app: str, number: int, lines: int) -> str:
    """A module of views; one function in sixteen asks a query per row."""
    models = _models(number)
    text = VIEWS_HEAD.format(app=app, models=", ".join(models))
    for i in itertools.count():
        if text.count("\n") >= lines:
            return text
        model = models[i % len(models)]
        how = {"loaded": LOADED[i % 4], "read": READ[(i // 4) % 4] if i % 4 != 3 else "owner.title"}
        text += VIEWS.format(app=app, model=model, name=model.lower(), i=i, **how)
    raise AssertionError


def _project(apps: list[str]) -> Iterator[tuple[str, str]]:
    yield "__init__.py", ""
    installed = "".join(f'    "{app}",\n' for app in apps)
    yield (
        "settings.py",
        'SECRET_KEY = "only-for-benchmarks"\nROOT_URLCONF = "project.urls"\nINSTALLED_APPS = [\n'
        '    "django.contrib.admin",\n    "django.contrib.auth",\n    "django.contrib.contenttypes",\n'
        f'    "rest_framework",\n{installed}]\nTEMPLATES = [\n    {{"BACKEND": "django.template.backends.django.Django'
        'Templates", "APP_DIRS": True},\n]\nDATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}\n',
    )
    routes = "".join(f'    path("{app}/", include("{app}.urls")),\n' for app in apps)
    yield "urls.py", f"from django.urls import include, path\n\nurlpatterns = [\n{routes}]\n"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lines", type=int, default=500_000)
    arguments = parser.parse_args()
    write(arguments.folder, arguments.lines)


if __name__ == "__main__":
    main()
