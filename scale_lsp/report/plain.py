"""Frozen dataclasses of plain values as JSON, with its schema."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter


def as_json(value: object) -> str:
    return TypeAdapter(type(value)).dump_json(value, indent=2).decode() + "\n"


def schema(kind: type) -> dict[str, Any]:
    """The JSON schema of what `as_json` writes of a class: https://json-schema.org/draft/2020-12."""
    return TypeAdapter(kind).json_schema(mode="serialization")
