"""The settings of the VS Code extension are those of the configuration."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from scale_lsp.cli.vscode import manifest, settings, texts
from scale_lsp.config import Config
from scale_lsp.lsp.commands import COMMANDS

EXTENSION = Path(__file__).parent.parent.parent / "editors" / "vscode"
MANIFEST = (EXTENSION / "package.json").read_text("utf-8")
TEXTS = (EXTENSION / "package.nls.json").read_text("utf-8")


def test_the_extension_is_in_step() -> None:
    assert manifest(MANIFEST) == MANIFEST, "run `make docs`"
    assert texts(TEXTS) == TEXTS, "run `make docs`"


def test_each_name_becomes_a_key_of_the_configuration_file() -> None:
    """As the extension turns it."""
    keys = {re.sub("[A-Z]", lambda m: "-" + m[0].lower(), name.partition(".")[2]) for name in settings()}
    assert keys == {field.alias for field in Config.model_fields.values()}


def test_the_defaults_are_a_configuration_that_changes_nothing() -> None:
    said = {name.partition(".")[2]: setting["default"] for name, setting in settings().items()}
    fields = {field: said[camel(field)] for field in Config.model_fields}
    assert Config.model_validate(fields) == Config()


def test_a_settings_page_can_show_each() -> None:
    """No references, and no unions but those of types: it shows others as text only."""
    for name, setting in settings().items():
        assert "type" in setting, name
        assert not {"$ref", "anyOf", "title"} & set(keys(setting)), name


def test_a_setting_that_is_gone_leaves_no_text() -> None:
    stale = json.dumps({"extension.name": "Scale LSP", "analysis.gone": "Once"})
    assert "analysis.gone" not in json.loads(texts(stale))
    assert json.loads(texts(stale))["extension.name"] == "Scale LSP"


def camel(name: str) -> str:
    return re.sub("_(.)", lambda m: m[1].upper(), name)


def keys(value: Any) -> list[str]:
    if not isinstance(value, dict):
        return []
    return [*value, *(key for inner in value.values() for key in keys(inner))]


def test_the_extension_and_the_server_do_not_both_have_a_command() -> None:
    """The client registers the server's commands in the editor, where each name is there once."""
    own = {command["command"] for command in json.loads(MANIFEST)["contributes"]["commands"]}
    assert own
    assert not own & COMMANDS.keys()
