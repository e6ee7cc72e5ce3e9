"""Files that say how a project is deployed and what it installs: held as texts, read by the index."""

from __future__ import annotations

import ast
import re
from fnmatch import fnmatchcase
from functools import cached_property

from scale_lsp.text.blocks import Block, SyntaxProblem
from scale_lsp.text.positions import Edit, Location, Position, Span, apply_edits, split_lines
from scale_lsp.text.source import Comment

_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")


class TextFile:
    """A text without syntax. Has what the rest of the project asks of any file."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.lines = split_lines(text)
        self.block = Block(tuple(self.lines), (), 0)
        self.blocks = (self.block,)
        self.starts = [0, len(self.lines)]
        self.items = ()
        self.problems: tuple[SyntaxProblem, ...] = ()

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """`#` and what follows it, where it begins a word."""
        return tuple(
            Comment(Position(number, match.start()), match.group().rstrip(), not line[: match.start()].strip())
            for number, line in enumerate(self.lines)
            for match in _COMMENT.finditer(line)
        )

    def edited(self, span: Span, text: str) -> TextFile:
        return type(self)(self.path, apply_edits(self.text, [Edit(self.path, span, text)]))

    def holds(self, block: Block) -> bool:
        return block is self.block

    def start_of(self, block: Block) -> int:
        return 0

    def begins_like(self, other: object) -> bool:
        return isinstance(other, TextFile) and self.block is other.block

    def block_at(self, line: int) -> Block:
        return self.block

    def location(self, block: Block, span: Span) -> Location:
        return Location(self.path, span)

    def place(self, line: int, start: int, end: int) -> ast.AST:
        """A node for some characters of a line, for sites."""
        text = self.lines[line] if line < len(self.lines) else ""
        first, last = (len(text[:column].encode(errors="surrogatepass")) for column in (start, end))
        return ast.Pass(lineno=line + 1, col_offset=first, end_lineno=line + 1, end_col_offset=last)


SERVER_FILES = (
    *("Procfile", "Dockerfile", "Dockerfile.*", "*.Dockerfile", "Containerfile"),
    *("docker-compose*.yml", "docker-compose*.yaml", "compose*.yml", "compose*.yaml", "render.yaml"),
    *("*.service", "supervisor*.conf", "*entrypoint*.sh", "start*.sh", "run*.sh", "entrypoint", "start"),
)
"""Where the command that serves a project is written. `gunicorn.conf.py` is Python."""

REQUIREMENT_FILES = (
    *("requirements*.txt", "*-requirements.txt", "*_requirements.txt", "requirements*.in", "pyproject.toml"),
    *(
        "environment.yml",
        "environment.yaml",
        "setup.cfg",
        "Pipfile",
        "Pipfile.lock",
        "poetry.lock",
        "uv.lock",
        "pdm.lock",
    ),
)

PROXY_FILES = ("*nginx*.conf", "*nginx*.conf.*", "*.nginx", "haproxy*.cfg", "Caddyfile")
"""What stands in front of the server and may limit what reaches it."""
PROXY_FOLDERS = ("nginx", "conf.d", "sites-available", "sites-enabled")
"""Where each `.conf` is one of these."""


def is_server_file(path: str) -> bool:
    return any(fnmatchcase(path.rpartition("/")[2], pattern) for pattern in SERVER_FILES)


def is_requirement_file(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    if any(fnmatchcase(name, pattern) for pattern in REQUIREMENT_FILES):
        return True
    return name.endswith((".txt", ".in")) and folder.rpartition("/")[2] == "requirements"


def is_proxy_file(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    if any(fnmatchcase(name, pattern) for pattern in PROXY_FILES):
        return True
    return name.endswith(".conf") and folder.rpartition("/")[2] in PROXY_FOLDERS


def is_plain(path: str) -> bool:
    """Whether a file is one of those, by its name. What lies below a folder of templates is a template."""
    if not any(belongs(path) for belongs in (is_server_file, is_requirement_file, is_proxy_file)):
        return False
    return not {"templates", "jinja2"} & set(path.split("/")[:-1])
