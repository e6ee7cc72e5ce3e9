"""The editor's settings for clients that are asked for them: `workspace/configuration`, folder by folder."""

from __future__ import annotations

import logging
import uuid
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from scale_lsp.lsp.folders import SECTION, configure_all, settings_in
from scale_lsp.lsp.language_server import ScaleServer
from scale_lsp.lsp.uris import uri_of

logger = logging.getLogger(__name__)


def did_change_configuration(server: ScaleServer, params: types.DidChangeConfigurationParams) -> None:
    """What the client sends along counts; one that only says that something has changed is asked what."""
    said = params.settings.get(SECTION) if isinstance(params.settings, dict) else None
    if isinstance(said, dict):
        server.settings = settings_in(said)
        for folder in server.folders.values():
            folder.settings = {}
        configure_all(server)
    elif server.abilities.configuration:
        server.spawn(ask(server, always=True))
    else:
        configure_all(server)


async def ask(server: ScaleServer, *, always: bool = False) -> None:
    """Ask for the settings of all folders, and configure them anew: `always`, or if there are others than before."""
    roots = list(server.folders)
    answers: list[Any] = []
    if roots:
        items = [types.ConfigurationItem(scope_uri=uri_of(root), section=SECTION) for root in roots]
        try:
            answers = list(await server.workspace_configuration_async(types.ConfigurationParams(items)) or ())
        except JsonRpcException as error:
            logger.info("The client does not say how it is configured: %s", error)
    for root, said in zip(roots, answers, strict=False):
        folder, settings = server.folders.get(root), settings_in(said)
        if folder is not None and folder.settings != settings:
            folder.settings, always = settings, True
    if always:
        configure_all(server)


def register(server: ScaleServer) -> None:
    """Have the client say when its settings change."""
    if server.abilities.registers_configuration:
        options = types.DidChangeConfigurationRegistrationOptions(section=SECTION)
        method = types.WORKSPACE_DID_CHANGE_CONFIGURATION
        server.spawn(_register(server, types.Registration(str(uuid.uuid4()), method, options)))


async def _register(server: ScaleServer, registration: types.Registration) -> None:
    try:
        await server.client_register_capability_async(types.RegistrationParams([registration]))
    except JsonRpcException as error:
        logger.info("The client does not tell about its settings after all: %s", error)
