"""The page of the configuration, from the model itself: each key, what it takes, and what holds without it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from scale_lsp.config import CONFIG_FILES, Config

EXAMPLE = """\
[tool.scale-lsp]
ignore = ["implicit-select-related"]
exclude = ["legacy/"]
target-users = 5000

[tool.scale-lsp.rows]
"shop.Order" = 2_000_000

[tool.scale-lsp.severity]
missing-index = "error"

[tool.scale-lsp.per-file-ignores]
"*/management/commands/*" = ["query-in-loop"]
"""
SEVERAL_PROJECTS = """\
## Several projects in one folder

A folder with several `manage.py` of Django holds several projects. Each has the names, models, settings, templates and
routes of its own, even where two of them have an app of the same name. A project is the folder of its `manage.py`; or,
where that lies deeper, as in `backend/src`, the outermost folder around it that has a `pyproject.toml`, `setup.py`,
`setup.cfg`, `requirements.txt`, `Pipfile` or `Dockerfile` and no other project in it. With a project inside of another,
each file belongs to the inner one.

What lies in none of them is shared: all of them see it, and it is checked with each. A finding there is shown once, if
one of the projects has it; that a name, a requirement or the use of a suppression is missing, all of them have to say.
One configuration holds for the folder.

`scale-lsp check`, `baseline` and the editors look at all projects of a folder. `report`, `endpoints` and `budget` speak
of one: name its folder. A project that is named, as in `scale-lsp check blue/`, is looked at without what is shared. An
editor can also open the folder of each project as a workspace folder of its own; `exclude` leaves out a project that is
only an example. `ask` and the server for agents take a folder for one project; name that of a project there, too.
"""
_TYPES = {"string": "string", "integer": "number", "number": "number", "boolean": "true or false"}


def configuration() -> str:
    """The settings as Markdown."""
    files = ", ".join(f"`{name}`" for name in CONFIG_FILES)
    return f"""\
# Configuration

`[tool.scale-lsp]` in `pyproject.toml`, or the same without a header in `scale-lsp.toml`. The nearest file counts, from
the folder that is checked upwards; of several in a folder, the first of
{files}.
What an editor sets, or an option of the command line, counts more than the file. `scale-lsp config` shows what
holds, and where each value comes from.

```toml
{EXAMPLE}```

| key | takes | without it | |
|---|---|---|---|
{"".join(_rows())}
{SEVERAL_PROJECTS}"""


def _rows() -> list[str]:
    schema = Config.model_json_schema()
    defaults = Config().model_dump(mode="json", by_alias=True)
    return [
        f"| `{key}` | {_takes(about, schema['$defs'])} | {_default(defaults[key])} | {about['description']} |\n"
        for key, about in schema["properties"].items()
    ]


def _takes(about: Mapping[str, Any], named: Mapping[str, Any]) -> str:
    """What may stand on the right of the `=`."""
    if "$ref" in about:
        return _takes(named[about["$ref"].rpartition("/")[2]], named)
    if "enum" in about:
        return " or ".join(f"`{json.dumps(value)}`" for value in about["enum"])
    match about.get("type"):
        case "array":
            return f"list of {_many(_takes(about['items'], named))}"
        case "object":
            return f"table of {_many(_takes(about['additionalProperties'], named))}"
        case str(name):
            return _TYPES[name] + _limit(about)
        case _:
            return next(_takes(one, named) for one in about["anyOf"] if one.get("type") != "null")


def _many(taken: str) -> str:
    noun, *rest = taken.split(" ", 1)
    return taken if noun.startswith("`") else " ".join([f"{noun}s", *rest])


def _limit(about: Mapping[str, Any]) -> str:
    if "minimum" in about:
        return f" from {about['minimum']}"
    return f" above {about['exclusiveMinimum']:g}" if "exclusiveMinimum" in about else ""


def _default(value: object) -> str:
    """As it is written in TOML; what is empty says nothing."""
    return f"`{json.dumps(value)}`" if value not in (None, [], {}) else ""
