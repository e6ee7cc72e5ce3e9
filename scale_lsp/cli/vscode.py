"""What the manifest of the VS Code extension says about our settings.

https://code.visualstudio.com/api/references/contribution-points#contributes.configuration
"""

from __future__ import annotations

import json
from typing import Any

from scale_lsp import __version__
from scale_lsp.config import Config

SECTION = "scale-lsp"
_ANALYSIS = "analysis."
"""What the keys of the texts of our settings begin with."""


def manifest(text: str) -> str:
    """`package.json` with our version, and the settings of the analysis: the last group of its settings."""
    package = json.loads(text)
    package["version"] = __version__
    package["contributes"]["configuration"][-1]["properties"] = settings()
    return _json(package)


def texts(text: str) -> str:
    """`package.nls.json`, the texts of the manifest, with the descriptions of these settings."""
    kept = {key: value for key, value in json.loads(text).items() if not key.startswith(_ANALYSIS)}
    ours = {_ANALYSIS + _camel(name): field.description for name, field in Config.model_fields.items()}
    return _json({**kept, **ours})


def settings() -> dict[str, Any]:
    """The fields of the configuration as settings of the editor."""
    schema = Config.model_json_schema(by_alias=False)
    definitions = schema.get("$defs", {})
    return {
        f"{SECTION}.{_camel(name)}": {
            **({"default": {}} if field.get("type") == "object" else {}),
            **_plain(field, definitions),
            "scope": "window",
            "markdownDescription": f"%{_ANALYSIS}{_camel(name)}%",
        }
        for name, field in schema["properties"].items()
    }


def _plain(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """A JSON schema without references, titles and unions: the settings page shows no others."""
    if "$ref" in schema:
        return _plain(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    kept = {key: value for key, value in schema.items() if key not in ("title", "description", "anyOf")}
    if "anyOf" in schema:
        kept["type"] = [option["type"] for option in schema["anyOf"]]
    for key in ("items", "additionalProperties"):
        if isinstance(kept.get(key), dict):
            kept[key] = _plain(kept[key], definitions)
    return kept


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word.title() for word in others)


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
