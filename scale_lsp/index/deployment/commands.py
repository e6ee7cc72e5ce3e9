"""The commands that deployment files start, each with its words and its place."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from scale_lsp.text.plain import TextFile, is_server_file
from scale_lsp.text.site import Site

_DEVELOPMENT = re.compile(
    r"(?:^|[._/-])(?:local|dev|devel|development|tests?|testing|ci|override|devcontainer)(?:$|[._/-])"
)


@dataclass(frozen=True, slots=True)
class Command:
    """`words` as a shell would split them. `service` names what runs it in a Procfile or a compose file."""

    words: tuple[str, ...]
    site: Site
    service: str = ""
    replicas: int | None = None

    def has(self, word: str) -> bool:
        return any(w == word or w.endswith(f"/{word}") for w in self.words)

    def option(self, *names: str) -> str | None:
        """The value of an option: `-w 4`, `--workers=4`, `-w4`."""
        for i, word in enumerate(self.words):
            for name in names:
                if word == name:
                    return self.words[i + 1] if i + 1 < len(self.words) else ""
                if name.startswith("--") and word.startswith(f"{name}="):
                    return word.partition("=")[2]
                if len(name) == 2 and word.startswith(name) and not word.startswith("--"):
                    return word[2:]
        return None


@dataclass(frozen=True, slots=True)
class Deployed:
    """What a deployment file says: its commands, and the variables it sets in their environment."""

    commands: tuple[Command, ...]
    environment: tuple[tuple[str, str], ...] = ()


def is_for_production(path: str, root: str) -> bool:
    return is_server_file(path) and not _DEVELOPMENT.search(path.removeprefix(root))


def deployed(source: TextFile) -> Deployed:
    """What a deployment file says. Never raises: what is malformed says nothing."""
    name = source.path.rpartition("/")[2]
    if name.endswith((".yml", ".yaml")):
        from scale_lsp.index.deployment.compose import services

        return services(source)
    if "Dockerfile" in name or name == "Containerfile":
        return Deployed(tuple(_dockerfile(source)), tuple(_set_in_dockerfile(source)))
    if name.startswith("Procfile"):
        return Deployed(tuple(_procfile(source)))
    return Deployed(tuple(_scripts(source)))


def words_of(text: str) -> tuple[str, ...]:
    """The words of a command line."""
    try:
        return tuple(shlex.split(text, comments=True))
    except ValueError:
        return tuple(text.split())


def command(words: tuple[str, ...], source: TextFile, line: int, service: str = "", text: str = "") -> Command:
    """A command at the part of a line that holds its text, or at all of the line."""
    row = source.lines[line].rstrip("\r\n") if line < len(source.lines) else ""
    first = text.partition("\n")[0].rstrip("\\ ")
    start = row.find(first) if first else -1
    start, end = (start, start + len(first)) if start >= 0 else (len(row) - len(row.lstrip()), len(row))
    return Command(words, Site(source.path, source.block, source.place(line, start, end)), service)


def _joined(source: TextFile) -> Iterator[tuple[int, str]]:
    """Lines with their number, those that a backslash continues put together."""
    start, text = 0, ""
    for number, line in enumerate(source.lines):
        start = start if text else number
        text += line.rstrip("\r\n")
        if text.endswith("\\"):
            text = text[:-1]
            continue
        yield start, text
        text = ""
    if text:
        yield start, text


def _procfile(source: TextFile) -> Iterator[Command]:
    for number, line in _joined(source):
        if match := re.match(r"([\w-]+):\s*(.+)", line):
            yield command(words_of(match[2]), source, number, match[1], match[2])


def _dockerfile(source: TextFile) -> Iterator[Command]:
    """The last CMD and the last ENTRYPOINT: only they are in force."""
    last: dict[str, Command] = {}
    for number, line in _joined(source):
        if match := re.match(r"\s*(CMD|ENTRYPOINT)\s+(.+)", line, re.I):
            last[match[1].upper()] = command(_exec_form(match[2]), source, number, text=match[2])
    yield from last.values()


def _exec_form(text: str) -> tuple[str, ...]:
    try:
        listed = json.loads(text)
    except ValueError:
        return words_of(text)
    words = tuple(str(word) for word in listed) if isinstance(listed, list) else ()
    return words_of(words[2]) if len(words) == 3 and words[1] == "-c" else words


def _set_in_dockerfile(source: TextFile) -> Iterator[tuple[str, str]]:
    for _, line in _joined(source):
        if match := re.match(r"\s*ENV\s+(.+)", line, re.I):
            pairs = re.findall(r"(\w+)=(\"[^\"]*\"|\S+)", match[1]) or re.findall(r"^(\w+)\s+(.+)", match[1])
            yield from ((name, value.strip("\"'")) for name, value in pairs)


def _scripts(source: TextFile) -> Iterator[Command]:
    """Shell scripts, systemd units (`ExecStart=`) and supervisor (`command=`)."""
    for number, line in _joined(source):
        if line.lstrip().startswith(("#", ";")):
            continue
        text = re.sub(r"^\s*(?:ExecStart\s*=|command\s*=|exec\s)\s*", "", line)
        words = words_of(text)
        if words:
            yield command(words, source, number, text=text)
