"""Which file a template's name means.

https://docs.djangoproject.com/en/5.2/topics/templates/#django.template.loader.get_template
"""

from __future__ import annotations

from dataclasses import dataclass

from scale_lsp.flow.machine import Machine
from scale_lsp.flow.values import Const, Value
from scale_lsp.index.derived import derived
from scale_lsp.index.project import Snapshot
from scale_lsp.text.jinja import JinjaFile
from scale_lsp.text.template import TemplateFile, template_names


@dataclass(slots=True)
class _Paths:
    """The files of one name: the first of each language."""

    django: str = ""
    jinja: str = ""


@dataclass(frozen=True, slots=True)
class _Files:
    django: TemplateFile | None = None
    jinja: JinjaFile | None = None


def loaded_template(machine: Machine, name: str, engine: Value) -> TemplateFile | None:
    """What `get_template(name, using=engine)` finds. Where both engines have the name, the settings decide: unknown."""
    found = _named(machine.snapshot, name)
    chosen = engine.value if isinstance(engine, Const) else None
    if chosen == "jinja2":
        return find_jinja(machine, name)
    if chosen == "django":
        return found.django
    return None if found.django and found.jinja else found.django or found.jinja


def find_template(machine: Machine, name: str) -> TemplateFile | None:
    """The Django template of a name: below a `templates` folder, or in any folder that ends the right way."""
    return _named(machine.snapshot, name).django


def template_named(snapshot: Snapshot, name: str) -> TemplateFile | None:
    """The Django template of a name; None where a Jinja template has it too, and for one of Jinja alone."""
    found = _named(snapshot, name)
    return None if found.jinja is not None else found.django


def find_jinja(machine: Machine, name: str) -> JinjaFile | None:
    """The Jinja template of a name: whatever a Jinja template names is one, even if it is called `base.html`."""
    found = _named(machine.snapshot, name)
    if found.jinja is None and found.django is not None:
        file, memo = found.django, found.django.block.memo
        if "jinja" not in memo:
            memo["jinja"] = JinjaFile(file.path, file.text, block=file.block)
        same: JinjaFile = memo["jinja"]
        return same
    return found.jinja


def _named(snapshot: Snapshot, name: str) -> _Files:
    """The file may be another version by now."""
    paths = derived(snapshot, "template names", _by_name).get(name) or _Paths()
    django, jinja = (snapshot.sources.get(path) for path in (paths.django, paths.jinja))
    files = _Files(
        django if isinstance(django, TemplateFile) else None, jinja if isinstance(jinja, JinjaFile) else None
    )
    for file in filter(None, (files.django, files.jinja)):
        snapshot.reads.note(file.block)
    return files


def _by_name(snapshot: Snapshot) -> dict[str, _Paths]:
    found: dict[str, _Paths] = {}
    for path in snapshot.paths:
        source = snapshot.sources[path]
        for name in template_names(path) if isinstance(source, TemplateFile) else ():
            paths = found.setdefault(name, _Paths())
            if isinstance(source, JinjaFile):
                paths.jinja = paths.jinja or path
            else:
                paths.django = paths.django or path
    return found


def text_of(value: Value) -> str:
    """The string that a value is; empty when it is not known."""
    return value.value if isinstance(value, Const) and isinstance(value.value, str) else ""
