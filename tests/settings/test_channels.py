"""Who receives a message to a group."""

from __future__ import annotations

from pathlib import Path

from tests.settings.started import fixed, said

SETTINGS = """
SECRET_KEY = "x"
ASGI_APPLICATION = "asgi.application"
INSTALLED_APPS = ["channels"]
"""
MEMORY = 'CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}\n'
GROUP = """
from channels.layers import get_channel_layer


async def changed():
    await get_channel_layer().group_send("orders", {"type": "changed"})
"""
SEND = """
import asyncio, subprocess, sys
from channels.layers import get_channel_layer

async def listen():
    layer = get_channel_layer()
    channel = await layer.new_channel()
    await layer.group_add("orders", channel)
    if "other" in sys.argv[1:]:
        subprocess.run([sys.executable, "run.py", "send"], check=True)
    else:
        await layer.group_send("orders", {"type": "new"})
    try:
        print((await asyncio.wait_for(layer.receive(channel), 1))["type"])
    except TimeoutError:
        print("nothing")

if sys.argv[1:] == ["send"]:
    asyncio.run(get_channel_layer().group_send("orders", {"type": "new"}))
else:
    asyncio.run(listen())
    sys.argv.append("other")
    asyncio.run(listen())
"""


def test_what_another_process_sends_does_not_arrive(tmp_path: Path) -> None:
    assert said(tmp_path, {"settings.py": SETTINGS + MEMORY}, SEND).split() == ["new", "nothing"]


def test_without_a_layer_there_is_none(tmp_path: Path) -> None:
    code = "from channels.layers import get_channel_layer\nprint(get_channel_layer())"
    assert said(tmp_path, {"settings.py": SETTINGS}, code) == "None"


def test_the_fix_names_the_layer_of_redis(tmp_path: Path) -> None:
    show = "from django.conf import settings\nprint(settings.CHANNEL_LAYERS['default']['CONFIG']['hosts'])"
    for text in (SETTINGS + MEMORY, SETTINGS):
        files = {"settings.py": text, "send.py": GROUP}
        after = fixed(files, "in-memory-channel-layer")
        assert said(tmp_path, after, show, REDIS_URL="redis://h") == "['redis://h']"
