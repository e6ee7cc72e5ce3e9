"""App labels, and what is told by them: https://docs.djangoproject.com/en/5.2/ref/applications/#django.apps.AppConfig.label"""

from __future__ import annotations

from collections.abc import Mapping

from scale_lsp.index.names import Symbol
from scale_lsp.index.shape import string
from scale_lsp.index.summary import ModuleSummary


def app_labels(modules: Mapping[str, ModuleSummary]) -> dict[str, str]:
    """Folder of an `apps.py` → the label its configuration gives."""
    labels: dict[str, str] = {}
    for path, summary in modules.items():
        folder, _, name = path.rpartition("/")
        if name != "apps.py":
            continue
        for config in summary.classes.values():
            label = (
                string(config.attributes.get("label"))
                or (string(config.attributes.get("name")) or "").rpartition(".")[2]
            )
            if label:
                labels[folder] = label
    return labels


def app_label(path: str, labels: Mapping[str, str]) -> str:
    folder = path.rpartition("/")[0]
    walk = folder
    while walk:
        if walk in labels:
            return labels[walk]
        walk = walk.rpartition("/")[0]
    parts = folder.split("/")
    if "models" in parts[1:]:
        return parts[len(parts) - 1 - parts[::-1].index("models") - 1]
    return parts[-1]


def user_model_of(modules: Mapping[str, ModuleSummary], by_label: Mapping[tuple[str, str], Symbol]) -> Symbol | None:
    for summary in modules.values():
        setting = string(summary.assigns.get("AUTH_USER_MODEL"))
        if setting and "." in setting:
            label, _, name = setting.rpartition(".")
            if found := by_label.get((label.rpartition(".")[2], name.lower())):
                return found
    return by_label.get(("auth", "user"))
