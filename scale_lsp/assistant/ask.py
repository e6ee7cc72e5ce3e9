"""From a question to its reply."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches

from scale_lsp.assistant.answer import APPLY, ASK, Action, Answer, Handler, Links, Question, Reply, Turn, joined
from scale_lsp.assistant.answers import costs, fixing, lists, pages, users
from scale_lsp.assistant.conversation import State, decoded, encoded
from scale_lsp.assistant.grammar import Understood, again, understand, vocabulary
from scale_lsp.assistant.intents import INTENTS
from scale_lsp.assistant.language import words
from scale_lsp.assistant.retrieval import nearest
from scale_lsp.assistant.scope import Nothing, numbered
from scale_lsp.assistant.things import IT, PROJECT, Thing, thing
from scale_lsp.assistant.view import Reference, View
from scale_lsp.engine.registry import registry

HANDLERS: Mapping[str, Handler] = {
    "confirm": fixing.confirm,
    "cancel": fixing.cancel,
    "thanks": pages.thanks,
    "help": pages.help_,
    "what-if": fixing.what_if,
    "suppress": pages.suppress,
    "first": lists.first,
    "count": lists.count,
    "fix": fixing.fix,
    "explain": pages.explain,
    "explain-topic": pages.explain_topic,
    "model": pages.model,
    "why-slow": lists.why_slow,
    "list": lists.list_,
    "review": lists.review,
    "queries": costs.queries,
    "users": users.users,
}
"""Of the intents that stand for themselves; `next`, `again` and `pick` go on with what was asked before."""
_BY_NAME = {intent.name: intent for intent in INTENTS}
_KEEP = frozenset({"confirm", "cancel", "thanks", "help", "pick", "explain", "suppress", "fix"})
"""After these, `and at 100,000?` and `next` are about what was asked before them."""


def ask(question: Question, view: View, links: Links) -> Reply:
    """Reads only. When somebody has said yes to a change, the reply has it, for its caller to write."""
    before = decoded(question.conversation)
    if before is None or before.root != view.id:
        before = State(root=view.id)
    meant = understand(question.text, view)
    if meant is None:
        return _reply(_unknown(question, view), "unknown", question, view, links, before, None)
    answer, asked = _answered(Turn(view, question, links, meant, before))
    return _reply(answer, meant.intent, question, view, links, before, asked)


def _answered(turn: Turn) -> tuple[Answer, Understood | None]:
    """The answer, and what was asked with it if that can be gone on with."""
    match turn.meant.intent:
        case "pick":
            found = numbered(turn, turn.meant.thing.number if turn.meant.thing else 1)
            return (
                Answer(found.reason, keeps=True) if isinstance(found, Nothing) else pages.finding(turn, found)
            ), None
        case "next":
            return _next(turn)
        case "again":
            return _once_more(turn)
        case name:
            answer = HANDLERS[name](turn)
            return answer, None if name in _KEEP or _is_of_one(name, answer) else turn.meant


def _next(turn: Turn) -> tuple[Answer, Understood | None]:
    asked = _asked_before(turn)
    if asked is None:
        return Answer("There is no list to go on with. Ask “what should I fix first?”.", keeps=True), None
    start = turn.before.offset + len(turn.before.shown)
    answer = HANDLERS[asked.intent](replace(turn, meant=asked, start=start))
    if not answer.shown or answer.offset != start:
        return Answer("That was all of it.", keeps=True), None
    return answer, asked


def _once_more(turn: Turn) -> tuple[Answer, Understood | None]:
    """What was asked before, for another number or another thing."""
    asked, other = _asked_before(turn), turn.meant.thing
    if turn.number is not None:
        meant = _at_number(turn, asked, turn.number)
        if meant is None:
            return Answer("And what at that number? Ask “what changes if I fix it?” first.", keeps=True), None
    elif other is not None:
        meant = _of_another(asked, other, turn.meant.said["thing"])
    else:
        return Answer("And what? Name a file, a view, a model or a rule.", keeps=True), None
    answer = HANDLERS[meant.intent](replace(turn, meant=meant))
    return answer, None if _is_of_one(meant.intent, answer) else meant


def _is_of_one(intent: str, answer: Answer) -> bool:
    """Whether the answer is about the one that is spoken of, so that a list from before is still the list."""
    return intent == "what-if" and answer.current is not None


def _at_number(turn: Turn, asked: Understood | None, number: int) -> Understood | None:
    """What a fix changes at so many rows: of the one that is spoken of, else of all that were asked about."""
    if asked is not None and asked.intent in ("what-if", "queries", "users"):
        return replace(asked, number=number)
    if turn.before.current:
        return Understood("what-if", {"thing": IT}, number, {"thing": "it"})
    if asked is None:
        return None
    said = asked.said.get("thing", "project")
    return Understood("what-if", {"thing": asked.thing or PROJECT}, number, {"thing": said})


def _of_another(asked: Understood | None, other: Thing, said: str) -> Understood:
    slot = "topic" if asked is not None and "topic" in asked.things and other.kind in ("topic", "rule") else "thing"
    if asked is None or other.kind not in _BY_NAME[asked.intent].takes.get(slot, ()):
        return Understood("review", {"thing": other}, None, {"thing": said})
    return replace(asked, things={**asked.things, slot: other}, said={**asked.said, slot: said})


def _asked_before(turn: Turn) -> Understood | None:
    before = turn.before
    intent = _BY_NAME.get(before.intent)
    return again(intent, before.said, before.number, turn.view) if intent is not None else None


def _unknown(question: Question, view: View) -> Answer:
    """What could be told instead: of a name that is not there, or from the pages."""
    for word in words(question.text):
        if not (is_code := re.search(r"[_./-]", word) is not None) and (len(word) < 5 or word in vocabulary()):
            continue
        if thing(word, view) is None and re.search("[a-z]{3}", word):
            names = [*registry().entries, *view.names, *view.files]
            close = get_close_matches(word, names, n=3, cutoff=0.6 if is_code else 0.86)
            hint = f" Close to it: {', '.join(f'`{name}`' for name in close)}." if close else ""
            if is_code or close:
                return Answer(f"I know no file, view, model or rule `{word}` in this project.{hint}", keeps=True)
    hits = nearest(question.text)
    if hits:
        lines = [f"- `{hit.name}`: {hit.title}" + ("" if hit.is_rule else " (a setting)") for hit in hits]
        steps = tuple(f"explain {hit.name}" for hit in hits if hit.is_rule)
        head = "I am not sure that I understand. This is what I have about it:"
        return Answer(joined([head, "\n".join(lines)]), suggestions=steps, keeps=True)
    number = len(view.findings)
    known = f"What I can tell: I find {lists.counted(number, 'problem')} in this project."
    text = joined(["I can’t tell.", known, "Ask “what should I fix first?”, “review this file”, or “help”."])
    return Answer(text, suggestions=("what should I fix first?", "help"), keeps=True)


def _reply(
    answer: Answer,
    intent: str,
    question: Question,
    view: View,
    links: Links,
    before: State,
    asked: Understood | None,
) -> Reply:
    conversation = encoded(_state(answer, question, view, before, asked))
    actions: list[Action] = []
    if answer.pending is not None:
        actions.append(Action("Apply", APPLY, {"conversation": conversation}))
    for text in answer.suggestions:
        if text not in ("yes", "no"):
            actions.append(Action(text[0].upper() + text[1:], ASK, {"text": text, "conversation": conversation}))
    shown = " · ".join(map(links.command, actions)) if links.commands else ""
    return Reply(joined([answer.text, shown]), intent, conversation, tuple(actions), answer.suggestions, answer.change)


def _state(answer: Answer, question: Question, view: View, before: State, asked: Understood | None) -> State:
    """What `it`, `the second one`, `next` and `yes` will mean. A yes counts only right after what it is said to."""
    if answer.keeps:
        return before.model_copy(update={"pending": None})
    state = State(
        root=before.root,
        file=view.name(question.path) if question.path is not None else "",
        line=question.line if question.line is not None else -1,
        current=str(Reference.of(answer.current, view)) if answer.current is not None else "",
        pending=answer.pending,
    )
    if asked is None and len(answer.shown) <= 1:  # the list that was shown before is still the list
        kept = ("intent", "said", "number", "shown", "offset")
        return state.model_copy(update={name: getattr(before, name) for name in kept})
    shown = tuple(str(Reference.of(finding, view)) for finding in answer.shown)
    spoken = asked or Understood("")
    said = {"intent": spoken.intent, "said": dict(spoken.said), "number": spoken.number}
    return state.model_copy(update={**said, "shown": shown, "offset": answer.offset})
