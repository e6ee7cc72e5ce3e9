"""Answers about rules, findings, topics and models."""

from __future__ import annotations

import json
import re

from scale_lsp.assistant.answer import Answer, Turn, joined
from scale_lsp.assistant.answers.lists import counted, lines_of
from scale_lsp.assistant.conversation import Pending
from scale_lsp.assistant.models import Described, models
from scale_lsp.assistant.proposals import silenced
from scale_lsp.assistant.scope import Nothing, scope
from scale_lsp.assistant.things import IT, Thing
from scale_lsp.catalogue import Entry
from scale_lsp.engine.explain import explain as explained
from scale_lsp.engine.registry import registry
from scale_lsp.finding import Finding
from scale_lsp.text.template import is_template

MOST_PLACES = 3


def explain(turn: Turn) -> Answer:
    """A rule, or the finding that is spoken of."""
    thing = turn.meant.thing
    if thing is not None and thing.kind == "rule":
        return _rule(turn, registry().entries[thing.name])
    found = scope(turn, thing or IT)
    if isinstance(found, Nothing):
        return Answer(found.reason, keeps=True)
    if not found.findings:
        return Answer(f"I find nothing in {found.words}.")
    return finding(turn, found.findings[0], len(found.findings) - 1)


def finding(turn: Turn, one: Finding, others: int = 0) -> Answer:
    """One finding: what hover says, and the places that belong to it."""
    links = turn.links
    places = [f"- {links.place(r.location)}: {r.message}" for r in one.related if not r.shared]
    more = f"{counted(others, 'more finding')} here: say “review this file”." if others else ""
    body = explained(one, turn.view.config).rpartition("\n\n")[0]
    text = joined([f"{links.place(one.location)}", body, "\n".join(places), more])
    steps = ("fix it", "what changes if I fix it?") if one.fixable is not None else ("what changes if I fix it?",)
    return Answer(text, (one,), 0, one, suggestions=(*steps, "how do I suppress it?"))


def _rule(turn: Turn, entry: Entry) -> Answer:
    mine = [f for f in turn.view.findings if f.rule == entry.slug]
    intro = re.split(r"^(?:```|## )", entry.body, maxsplit=1, flags=re.M)[0].strip()
    example = ""
    if entry.bad_examples and entry.good_examples:
        good, bad = entry.good_examples[0].rstrip(), entry.bad_examples[0].rstrip()
        example = f"```python\n# before\n{bad}\n\n# after\n{good}\n```"
    leave = section(entry, "When to leave it")
    here = [f"**Here** ({counted(len(mine), 'finding')}):", *lines_of(turn, mine[:MOST_PLACES])]
    docs = " · ".join(f"[documentation]({u.format(version=turn.view.config.docs_version)})" for u in entry.docs)
    text = joined(
        [
            f"**{entry.title}** · `{entry.slug}`",
            intro,
            example,
            f"**When to leave it.** {leave}" if leave else "",
            "\n".join(here)
            if mine
            else "Nothing of it is found here." + (" It is in preview." if entry.preview else ""),
            docs,
        ]
    )
    steps = ("fix the first one", "how do I suppress it?") if mine else ()
    return Answer(text, tuple(mine[:MOST_PLACES]), 0, mine[0] if mine else None, suggestions=steps)


def section(entry: Entry, title: str) -> str:
    """A part of a page, by its heading."""
    match = re.search(rf"^## {re.escape(title)}\n+(.*?)(?=^## |\Z)", entry.body, re.M | re.S)
    return match[1].strip() if match else ""


def explain_topic(turn: Turn) -> Answer:
    """The rules that a word stands for, with how often each is found."""
    thing = turn.meant.thing
    topic = thing.topic if thing is not None else None
    slugs = topic.pages() if topic is not None else []
    if topic is None or not slugs:
        return Answer("I have no rules about that.")
    entries = registry().entries
    numbers = {slug: sum(f.rule == slug for f in turn.view.findings) for slug in slugs}
    lead = re.split(r"^(?:```|## )", entries[slugs[0]].body, maxsplit=1, flags=re.M)[0].strip()
    if topic.title == "N+1 queries":
        slugs = [slug for slug in topic.rules if slug in entries]
        lead = re.split(r"^(?:```|## )", entries[slugs[0]].body, maxsplit=1, flags=re.M)[0].strip()
    rows = [f"- `{slug}`: {entries[slug].title}{_times(numbers[slug])}" for slug in slugs]
    head = f"**{topic.title[0].upper()}{topic.title[1:]}**: {counted(sum(numbers.values()), 'finding')} here."
    steps = (f"explain {slugs[0]}", f"show {topic.words[0]} problems")
    return Answer(joined([head, lead if len(slugs) == 1 or topic.rules else "", "\n".join(rows)]), suggestions=steps)


def _times(number: int) -> str:
    return f" ({number} here)" if number else ""


def suppress(turn: Turn) -> Answer:
    """How to silence: a comment, a file, a rule; for a finding the comment is written on a yes."""
    thing = turn.meant.thing
    if thing is not None and thing.kind in ("rule", "topic"):
        return Answer(_ways_to_silence(thing), current=None)
    if thing is not None and thing.kind == "file":
        return _silence_file(turn, thing)
    found = scope(turn, thing or IT)
    if isinstance(found, Nothing) or not found.findings:
        return Answer(_ways_to_silence(Thing("rule", "related-access-in-loop")), keeps=True)
    if len(found.findings) > 1:
        some = tuple(found.findings[:5])
        return Answer(
            joined(["Which one? Say for example “ignore the second one”.", "\n".join(lines_of(turn, some))]), some
        )
    (one,) = found.findings
    proposal = silenced(turn.view, one)
    if proposal is None:
        return Answer(
            joined([f"No comment fits on that line of {found.words}.", _ways_to_silence(Thing("rule", one.rule))])
        )
    pending = Pending(do="ignore", id=turn.id(one), digest=proposal.digest)
    text = joined(
        [
            f"A comment on a line of the statement silences it ({turn.links.place(one.location)}):",
            f"```diff\n{proposal.diff}```",
            "Say “yes” to write it.",
            _ways_to_silence(Thing("rule", one.rule), short=True),
        ]
    )
    return Answer(text, (one,), 0, one, pending, suggestions=("yes", "no"))


def _ways_to_silence(thing: Thing, short: bool = False) -> str:
    slugs = [thing.name] if thing.kind == "rule" or thing.topic is None else thing.topic.pages()
    names = ", ".join(slugs)
    quoted = ", ".join(f'"{slug}"' for slug in slugs)
    ways = [
        f"- on a line: `# scale: ignore[{names}]`, in a template `{{# scale: ignore[{names}] #}}`",
        f"- in a file: `# scale: ignore-file[{names}]`",
        f'- in some files: `per-file-ignores = {{ "*/management/*" = [{quoted}] }}` in `[tool.scale-lsp]`',
        f"- everywhere: `ignore = [{quoted}]` in `[tool.scale-lsp]` of `pyproject.toml`",
    ]
    return "\n".join(["Elsewhere:", *ways[1:]] if short else [f"To silence `{names}`:", *ways])


def _silence_file(turn: Turn, thing: Thing) -> Answer:
    found = scope(turn, thing)
    if isinstance(found, Nothing):
        return Answer(found.reason, keeps=True)
    names = [turn.view.name(path) for path in found.paths or ()]
    comment = "{# scale: ignore-file #}" if names and is_template(names[0]) else "# scale: ignore-file"
    lines = [
        f"- in the file itself: `{comment}` (all rules), or `# scale: ignore-file[rule]`",
        f"- in `[tool.scale-lsp]`: `exclude = {json.dumps(names[:3])}`; then it is not looked at at all",
    ]
    return Answer("\n".join([f"To silence {found.words}:", *lines]))


def model(turn: Turn) -> Answer:
    """What a model has, and what points at it."""
    thing = turn.meant.thing
    known: Described | None = next((m for m in models(turn.view) if thing and m.label == thing.name), None)
    if known is None or thing is None:
        return Answer("I know no such model.")
    place = turn.links.place(known.location) if known.location is not None else ""
    forward = [f"- `{w.name}`: {w.kind} to `{w.to or 'any model'}`" for w in known.relations if w.forward]
    back = [f"- `{w.name}`: from `{w.to}`{', many rows' if w.many else ''}" for w in known.relations if not w.forward]
    indexes = ", ".join(f"({', '.join(index)})" for index in known.indexes)
    mine = [f for f in turn.view.findings if thing.covers(f)]
    rows = f"{known.rows:,} rows, as configured." if known.rows is not None else ""
    text = joined(
        [
            f"**{known.label}** {place}",
            f"Columns: {', '.join(f'`{column}`' for column in known.columns)}",
            "\n".join(["Points at:", *forward]) if forward else "",
            "\n".join(["Pointed at by:", *back]) if back else "",
            f"Indexes: {indexes}" if indexes else "",
            rows,
            f"{counted(len(mine), 'finding')} about it: say “problems of {thing.name.rpartition('.')[2]}”."
            if mine
            else "",
        ]
    )
    return Answer(text, suggestions=(f"problems of {thing.name.rpartition('.')[2]}",) if mine else ())


EXAMPLES = (
    "can my site handle 1,000 users?",
    "review this file",
    "review the project",
    "what should I fix first?",
    "why is this slow?",
    "show the N+1s of Order",
    "explain missing-index",
    "what changes if I fix it?",
    "fix it",
    "how do I suppress this?",
    "describe the model Order",
)


def help_(turn: Turn) -> Answer:
    """What can be asked."""
    lines = "\n".join(f"- {example}" for example in EXAMPLES)
    text = joined(
        [
            "I answer from the code of this project: it is read, not run, and no language model is asked. For example:",
            lines,
            "Then go on: “next”, “the second one”, “why?”, “fix it”, “and at 100,000?”. Nothing changes before a yes.",
        ]
    )
    return Answer(text, suggestions=EXAMPLES[:3], keeps=True)


def thanks(turn: Turn) -> Answer:
    return Answer("You are welcome.", keeps=True)
