"""Answers about changes: what one would bring, what it looks like, and that it is made, once somebody says yes."""

from __future__ import annotations

from collections.abc import Sequence

from scale_lsp.assistant.answer import Answer, Turn, joined
from scale_lsp.assistant.answers.lists import MOST, SIZE, counted, duration, lines_of
from scale_lsp.assistant.answers.pages import section
from scale_lsp.assistant.conversation import Pending
from scale_lsp.assistant.proposals import Proposal, all_safe, silenced, ways
from scale_lsp.assistant.scope import Nothing, Scope, scope
from scale_lsp.assistant.things import IT
from scale_lsp.engine.impact import impact_text, saved_ms
from scale_lsp.engine.registry import registry
from scale_lsp.finding import Finding, Safety

MOST_LINES = 80
"""Of a diff that is shown."""


def what_if(turn: Turn) -> Answer:
    """Before and after, at the assumed rows or at those that are asked for."""
    found = scope(turn, turn.meant.thing or IT)
    if isinstance(found, Nothing):
        return Answer(found.reason, keeps=True)
    if not found.findings:
        return Answer(f"I find nothing to fix in {found.words}.")
    if len(found.findings) == 1:
        return _of_one(turn, found.findings[0])
    return _of_many(turn, found)


def _of_one(turn: Turn, one: Finding) -> Answer:
    where = turn.links.place(one.location)
    again = "and at 100,000?" if one.impact is not None and one.impact.now.per_row else "fix it"
    if one.impact is None:
        text = f"{where}: {one.message}. I have no figure for it: it is not a matter of the number of rows."
        return Answer(text, (one,), 0, one, suggestions=("fix it", "why?"))
    text = impact_text(one, one.impact, turn.view.config.options, turn.number)
    return Answer(joined([f"{where} `{one.rule}`", text]), (one,), 0, one, suggestions=(again, "fix it"))


def _of_many(turn: Turn, found: Scope) -> Answer:
    options, asked = turn.view.config.options, turn.number
    ranked = sorted(found.findings, key=lambda finding: -saved_ms(finding, options, asked))
    figured = [finding for finding in ranked if finding.impact is not None]
    lines = [
        f"{number}. {turn.links.place(f.location)} `{f.rule}`: {impact_text(f, f.impact, options, asked)}"
        for number, f in enumerate(figured[:SIZE], 1)
        if f.impact is not None
    ]
    total = sum(saved_ms(finding, options, asked) for finding in figured)
    head = f"Fixing {counted(len(found.findings), 'finding')} in {found.words} saves about {duration(total)} in all"
    head += (
        f", if each is reached once at n = {asked:,}." if asked else ", if each is reached once at the assumed rows."
    )
    without = len(found.findings) - len(figured)
    rest = f"{counted(without, 'finding')} without a figure: errors, settings, limits." if without else ""
    more = f"{len(figured) - SIZE} more with figures." if len(figured) > SIZE else ""
    return Answer(joined([head, "\n".join(lines), more, rest]), tuple(figured[:SIZE]), suggestions=("and at 100,000?",))


def fix(turn: Turn) -> Answer:
    """A diff, and the question whether to write it."""
    found = scope(turn, turn.meant.thing or IT)
    if isinstance(found, Nothing):
        return Answer(found.reason, keeps=True)
    if not found.findings:
        return Answer(f"I find nothing to fix in {found.words}.")
    thing = turn.meant.thing
    if len(found.findings) == 1 and (thing is None or thing.kind in ("this", "ordinal", "view", "model")):
        return _preview(turn, found.findings[0])
    if found.paths is not None:
        return _preview_all(turn, found.paths, (), found.words)
    if thing is not None and thing.kind in ("rule", "topic"):
        rules = sorted({f.rule for f in found.findings if f.fixable is Safety.SAFE})
        paths = list(turn.view.snapshot.paths)
        return _preview_all(turn, paths, rules, found.words) if rules else _none_safe(turn, found)
    shown = found.findings[:SIZE]
    head = f"{counted(len(found.findings), 'finding')} in {found.words}. Which one? Say “fix the first one”."
    steps = ("fix the first one", "explain the first one")
    return Answer(joined([head, "\n".join(lines_of(turn, shown))]), tuple(shown), suggestions=steps)


def _preview(turn: Turn, one: Finding) -> Answer:
    proposals = list(ways(turn.view, one))
    where = turn.links.place(one.location)
    if not proposals:
        entry = registry().entries[one.rule]
        advice = section(entry, "The fix") or section(entry, "What to do") or section(entry, "The fixes")
        text = joined([f"I have no automatic fix for `{one.rule}` at {where}.", advice])
        return Answer(text, (one,), 0, one, suggestions=("why?", "how do I suppress it?"))
    chosen = proposals[0]
    pending = Pending(do="fix", id=turn.id(one), title=chosen.title, digest=chosen.digest)
    others = [f"- {other.title} ({_safety(other)})" for other in proposals[1:]]
    text = joined(
        [
            f"**{chosen.title}** at {where}: {_safety(chosen)}.",
            _diff(chosen),
            "\n".join(["Other ways, in the editor’s list of fixes:", *others]) if others else "",
            "Nothing is changed yet. Say “yes” to apply it.",
        ]
    )
    return Answer(text, (one,), 0, one, pending, suggestions=("yes", "no", "what changes if I fix it?"))


def _preview_all(turn: Turn, paths: Sequence[str], rules: Sequence[str], words: str) -> Answer:
    proposal = all_safe(turn.view, paths, rules)
    if proposal is None:
        return Answer(f"There is no safe fix in {words}. Take one finding: “fix the first one”.", keeps=True)
    everything = len(paths) == len(turn.view.snapshot.paths)
    files = () if everything else tuple(turn.view.name(path) for path in paths)
    if len(files) > MOST:
        return Answer("These are too many files for one answer: name a file or a rule, or say “fix everything”.")
    pending = Pending(do="fix-all", files=files, rules=tuple(rules), digest=proposal.digest)
    files_changed = len(proposal.result.texts) + len(proposal.result.new_files)
    text = joined(
        [
            f"**{proposal.title}** in {words}: {counted(files_changed, 'file')} would change.",
            _diff(proposal),
            "Nothing is changed yet. Say “yes” to apply all of it.",
        ]
    )
    return Answer(text, pending=pending, suggestions=("yes", "no"))


def _none_safe(turn: Turn, found: Scope) -> Answer:
    shown = found.findings[:SIZE]
    head = f"None of {counted(len(found.findings), 'finding')} about {found.words} has a safe fix. One at a time:"
    return Answer(joined([head, "\n".join(lines_of(turn, shown))]), tuple(shown), suggestions=("fix the first one",))


def _safety(proposal: Proposal) -> str:
    match proposal.safety:
        case Safety.SAFE:
            return "safe, the results stay the same"
        case Safety.UNSAFE:
            return f"unsafe, {proposal.reason}"
        case Safety.MANUAL:
            return "a beginning that you have to finish by hand"


def _diff(proposal: Proposal) -> str:
    lines = proposal.diff.splitlines()
    cut = f"\n… {len(lines) - MOST_LINES} lines more" if len(lines) > MOST_LINES else ""
    return "```diff\n" + "\n".join(lines[:MOST_LINES]) + cut + "\n```"


def confirm(turn: Turn) -> Answer:
    """The change that was shown, if it still is the same."""
    pending = turn.before.pending
    if pending is None:
        return Answer("There is nothing to confirm. Ask for a fix first: “fix it”.", keeps=True)
    proposal = _again(turn, pending)
    if proposal is None or proposal.digest != pending.digest:
        return Answer("The code is another one by now, so that change is not made. Ask again: “fix it”.")
    files = [*proposal.result.texts, *(new.path for new in proposal.result.new_files)]
    names = ", ".join(f"`{turn.links.name(path)}`" for path in files[:SIZE])
    rest = f" and {len(files) - SIZE} more" if len(files) > SIZE else ""
    return Answer(f"{proposal.title}: {names}{rest}.", change=proposal, suggestions=("what should I fix first?",))


def _again(turn: Turn, pending: Pending) -> Proposal | None:
    """The change as it would be now."""
    view = turn.view
    if pending.do == "fix-all":
        paths = [view.path(name) for name in pending.files] or list(view.snapshot.paths)
        known = [path for path in paths if view.snapshot.source(path) is not None]
        return all_safe(view, known, pending.rules)
    one = turn.find(pending.id)
    if one is None:
        return None
    if pending.do == "ignore":
        return silenced(view, one)
    return next((each for each in ways(view, one) if each.title == pending.title), None)


def cancel(turn: Turn) -> Answer:
    spoken = turn.find(turn.before.current) if turn.before.current else None
    return Answer("Nothing was changed.", current=spoken)
