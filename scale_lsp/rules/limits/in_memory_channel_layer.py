"""See rules/limits/in-memory-channel-layer.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Safety
from scale_lsp.flow.declared import ProductionSettings
from scale_lsp.index.settings.values import Mapped, Setting, Unset
from scale_lsp.rule import Context, checks, fixes

IN_MEMORY = "channels.layers.InMemoryChannelLayer"
REDIS = """{
    "BACKEND": "channels_redis.core.RedisChannelLayer",
    "CONFIG": {"hosts": [os.environ["REDIS_URL"]], "capacity": 1500, "expiry": 10},
}"""


@checks
def in_memory_channel_layer(production: ProductionSettings, ctx: Context) -> Iterator[Finding]:
    if not production.has_application:
        return
    layers = production.value("CHANNEL_LAYERS")
    if isinstance(layers, Unset) and production.usage.of("channels.layers.get_channel_layer"):
        what = "`CHANNEL_LAYERS` is not set: `get_channel_layer()` gives None, and sending raises AttributeError"
        yield ctx.finding(production.site, fixable=Safety.UNSAFE, what=what, missing=True)
    elif isinstance(layers, Mapped) and production.usage.sends_to_groups and not production.server.single:
        default = layers.get("default")
        backend: Setting | None = default.get("BACKEND") if default else None
        if backend is not None and backend.literal == IN_MEMORY:
            many = production.server.processes
            reach = f"one socket in {many}" if many else "the sockets of one process"
            what = f"The channel layer is in the memory of each process: a message to a group reaches {reach}"
            yield ctx.finding(backend.site, fixable=Safety.UNSAFE, what=what, missing=False)


@fixes
def use_redis(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.literals import replace_dictionary
    from scale_lsp.rewrite.snippet import RewriteRefused
    from scale_lsp.rewrite.statements import add_import, add_statement

    path, span = finding.location.path, finding.location.span
    text = ctx.text(path)
    try:
        if finding.values["missing"]:
            inner = REDIS.replace("\n", "\n    ")
            made = add_statement(path, text, span, f'\nCHANNEL_LAYERS = {{\n    "default": {inner},\n}}')
        else:
            made = replace_dictionary(path, text, span, REDIS)
        edits = (*made, *add_import(path, text, "os"))
    except RewriteRefused:
        return None
    reason = "needs a Redis server, named by REDIS_URL, and the package channels-redis"
    return Fix("Send messages through Redis", Safety.UNSAFE, edits, reason)
