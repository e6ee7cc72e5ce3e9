"""What hover says: the impact in numbers, the reason, before and after, and where to read on."""

from __future__ import annotations

from scale_lsp.config import Config
from scale_lsp.engine.impact import impact_text
from scale_lsp.engine.registry import registry
from scale_lsp.finding import Finding


def explain(finding: Finding, config: Config, place: str = "") -> str:
    """Markdown for one finding. `place` is where it is, for a reader who is elsewhere."""
    entry = registry().entries[finding.rule]
    parts = [f"**{entry.title}** · `{finding.rule}`", finding.message]
    if finding.impact is not None:
        parts.append(impact_text(finding, finding.impact, config.options))
    before_after = _before_after(entry.bad_examples, entry.good_examples)
    if before_after:
        parts.append(before_after)
    links = [url.format(version=config.docs_version) for url in entry.docs]
    if links:
        parts.append(" · ".join(f"[documentation]({url})" for url in links))
    parts.append(f"Silence it with `# scale: ignore[{finding.rule}]`{f' in {place}' if place else ''}.")
    return "\n\n".join(parts)


def _before_after(bad: tuple[str, ...], good: tuple[str, ...]) -> str:
    if not bad or not good:
        return ""
    return f"```python\n# before\n{bad[0].rstrip()}\n\n# after\n{good[0].rstrip()}\n```"
