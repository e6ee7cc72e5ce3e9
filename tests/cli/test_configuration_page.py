"""The page of the configuration says what the model takes."""

from __future__ import annotations

import json
import re
import tomllib

from scale_lsp.cli.configuration import EXAMPLE, configuration
from scale_lsp.config import Config
from scale_lsp.engine.registry import registry


def test_every_key_has_a_row_with_its_default() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (.+?) \| (?:`(.+?)`)? ?\| (.+?) \|$", configuration(), re.M)
    assert [key for key, *_ in rows] == [field.alias for field in Config.model_fields.values()]
    told = {key: json.loads(default) for key, _, default, _ in rows if default}
    assert Config.model_validate(told) == Config()


def test_the_types_are_those_of_toml() -> None:
    page = configuration()
    assert "| `ignore` | list of strings |" in page
    assert "| `rows` | table of numbers |" in page
    assert "| `per-file-ignores` | table of lists of strings |" in page
    assert '| `severity` | table of `"error"` or `"warning"`' in page
    assert "| `django-version` | string |" in page
    assert "| `db-rtt-ms` | number above 0 |" in page
    assert "| `respect-gitignore` | true or false | `true` |" in page


def test_the_example_is_a_configuration() -> None:
    values = tomllib.loads(EXAMPLE)["tool"]["scale-lsp"]
    config = Config.model_validate(values)
    config.check_names(registry().entries)
    assert config.rows_of("shop.Order") == 2_000_000
