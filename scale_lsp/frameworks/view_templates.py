"""The template of a generic view, as its class says.

https://docs.djangoproject.com/en/5.2/ref/class-based-views/mixins-simple/#templateresponsemixin
"""

from __future__ import annotations

from scale_lsp.flow.scopes import method
from scale_lsp.index.names import Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.shape import Name, string

_SUFFIXES = {"List": "_list", "Detail": "_detail", "Create": "_form", "Update": "_form", "Delete": "_confirm_delete"}


def template_of_class(snapshot: Snapshot, view: Symbol) -> str:
    """The name of the template; empty when only the running code knows it."""
    if method(snapshot, view, "get_template_names") is not None:
        return ""
    classes = snapshot.graph.classes
    for ancestor in classes.info(view).ancestors:
        summary = classes.summary(ancestor)
        if summary is not None and "template_name" in summary.attributes:
            return string(summary.attributes["template_name"]) or ""
    return _default(snapshot, view)


def _default(snapshot: Snapshot, view: Symbol) -> str:
    classes = snapshot.graph.classes
    info = classes.info(view)
    bases = [name.rpartition(".")[2] for name in info.outside if name.startswith("django.views.generic")]
    suffix = next((end for word, end in _SUFFIXES.items() if any(b.startswith(word) for b in bases)), "")
    for ancestor in info.ancestors:
        summary = classes.summary(ancestor)
        shape = summary.attributes.get("model") if summary is not None else None
        if suffix and isinstance(shape, Name):
            found = classes.names.resolve(ancestor.path, shape.dotted)
            model = snapshot.graph.models.get(found) if found is not None else None
            if model is not None:
                return f"{model.app_label}/{model.name.lower()}{suffix}.html"
    return ""
