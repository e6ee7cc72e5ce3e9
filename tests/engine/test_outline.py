"""Functions and classes with their lines."""

from __future__ import annotations

from scale_lsp.engine.outline import around, outline
from scale_lsp.index.project import Project

CODE = """\
from django.views import View


@decorated
def one(request):
    for row in rows:
        pass


class Two(View):
    name = "two"

    def get(self, request):
        return 1

    def post(self, request):
        return 2
"""


def test_what_a_file_defines() -> None:
    project = Project("/")
    project.put("/views.py", CODE)
    snapshot = project.snapshot()
    found = {d.name: (d.location.span.start.line, d.location.span.end.line) for d in outline(snapshot, "/views.py")}
    assert found == {"one": (4, 6), "Two": (9, 16), "Two.get": (12, 13), "Two.post": (15, 16)}
    names = [inside.name if (inside := around(snapshot, "/views.py", line)) else None for line in (0, 5, 9, 10, 13, 16)]
    assert names == [None, "one", "Two", "Two", "Two.get", "Two.post"]
    assert outline(snapshot, "/nothing.py") == []
