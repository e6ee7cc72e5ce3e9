"""The SDK's own client, and servers to connect it to."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from scale_lsp.mcp.server import create_server
from scale_lsp.mcp.workspace import Workspace
from tests.cli.conftest import MODELS, VIEWS


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A Django project with one N+1, and a file beside it that is nobody's business."""
    root = tmp_path / "site"
    app = root / "shop"
    app.mkdir(parents=True)
    (root / "manage.py").touch()
    (app / "__init__.py").touch()
    (app / "models.py").write_text(MODELS)
    (app / "views.py").write_text(VIEWS)
    (tmp_path / "secret.py").write_text("PASSWORD = 'hunter2'\n")
    return root


@asynccontextmanager
async def spawn(*roots: Path) -> AsyncIterator[Client]:
    """A real process, as an agent starts it."""
    arguments = ["-m", "scale_lsp", "mcp", *map(str, roots)]
    environment = {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    async with Client(StdioServerParameters(command=sys.executable, args=arguments, env=environment)) as client:
        yield client


@asynccontextmanager
async def connect(*roots: Path) -> AsyncIterator[Client]:
    """The same server and client in this process."""
    async with Client(create_server(Workspace(roots))) as client:
        yield client


async def call(client: Client, tool: str, **arguments: object) -> dict[str, Any]:
    """The structured answer."""
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content[0].text
    assert result.structured_content is not None
    return result.structured_content


async def refused(client: Client, tool: str, **arguments: object) -> str:
    """Why a call is refused."""
    result = await client.call_tool(tool, arguments)
    assert result.is_error, result.structured_content
    return result.content[0].text
