"""Compose files (https://docs.docker.com/reference/compose-file/) and render.yaml, with the places of their values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import yaml

from scale_lsp.index.deployment.commands import Command, Deployed, command, words_of
from scale_lsp.text.plain import TextFile


def services(source: TextFile) -> Deployed:
    """The commands and the environment of all services."""
    try:
        root = yaml.compose(source.text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return Deployed(())
    found: list[Command] = []
    environment: list[tuple[str, str]] = []
    for name, service in _services(root):
        keys = _mapping(service)
        replicas = _number(_mapping(keys.get("deploy")).get("replicas"))
        for key in ("command", "entrypoint", "startCommand"):
            if (node := keys.get(key)) is not None and (words := _words(node)):
                made = command(words, source, node.start_mark.line, name, _text(node))
                found.append(replace(made, replicas=replicas))
        environment += _environment(keys.get("environment") or keys.get("envVars"))
    return Deployed(tuple(found), tuple(environment))


def _services(root: Any) -> Iterator[tuple[str, Any]]:
    listed = _mapping(root).get("services")
    if isinstance(listed, yaml.SequenceNode):  # render.yaml
        yield from ((_text(_mapping(node).get("name")), node) for node in listed.value)
    yield from _mapping(listed).items()


def _mapping(node: Any) -> dict[str, Any]:
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {str(key.value): value for key, value in node.value if isinstance(key, yaml.ScalarNode)}


def _text(node: Any) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def _number(node: Any) -> int | None:
    text = _text(node)
    return int(text) if text.isdigit() else None


def _words(node: Any) -> tuple[str, ...]:
    if not isinstance(node, yaml.SequenceNode):
        return words_of(_text(node))
    words = tuple(_text(item) for item in node.value)
    return words_of(words[2]) if len(words) == 3 and words[1] == "-c" else words


def _environment(node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node, yaml.MappingNode):
        yield from ((name, _text(value)) for name, value in _mapping(node).items())
    for item in node.value if isinstance(node, yaml.SequenceNode) else ():
        if isinstance(item, yaml.MappingNode):  # render.yaml
            yield _text(_mapping(item).get("key")), _text(_mapping(item).get("value"))
        else:
            name, _, value = _text(item).partition("=")
            yield name, value
