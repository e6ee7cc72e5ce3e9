"""What is said about the example shop: places, rules and numbers."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from scale_lsp.assistant.answer import Links
from scale_lsp.assistant.conversation import State, decoded, encoded
from scale_lsp.assistant.view import View
from scale_lsp.engine.capacity import capacity
from scale_lsp.engine.check import check

from .conftest import Talk

REVIEWS = "shop/views.py:47"


def lines(text: str) -> list[str]:
    """The items of a numbered list."""
    return re.findall(r"^\d+\. (.+)$", text, re.M)


def test_a_review_counts_and_lists_what_is_found(talk: Talk, shop: View) -> None:
    total = sum(len(check(shop.snapshot, path, shop.config)) for path in shop.snapshot.paths)
    text = talk.ask("review the project")
    assert text.startswith(f"**{total} findings** in the project in ")
    assert len(lines(text)) == 5
    assert all("**error**" in line for line in lines(text)), "errors first"
    assert f"{total - 5} more: say “next”." in text


def test_a_list_goes_on_until_its_end(talk: Talk, shop: View) -> None:
    seen = lines(talk.ask("show the N+1s of Order"))
    while (page := lines(talk.ask("next"))) and len(seen) < 50:
        seen += page
    assert talk.replies[-1].text == "That was all of it."
    assert len(seen) == len(set(seen)) > 5
    assert all("`Order`" in line for line in seen)
    assert "shop/employee_views.py:15 **warning** `related-access-in-loop`" in seen[0], "the most expensive first"
    assert "[10,501 → 3 queries at n = 100] (safe fix)" in seen[0]


def test_where_somebody_is_is_what_this_means(talk: Talk) -> None:
    text = talk.ask("why is this slow?", REVIEWS)
    assert "1 cause in shop/views.py:47; to fix it saves about 130 ms" in text
    assert "`customer` loaded once per row of `Review`" in text
    assert "I find nothing" in talk.ask("why is this slow?", "shop/views.py:122")
    assert re.match(r"\*\*1\d findings\*\* in `shop/views.py`", talk.ask("review this file", "shop/views.py:1"))
    assert "`shop_view`" in talk.ask("why is this slow?", "shop/views.py:23"), "the function around the line"


def test_without_a_place_this_is_asked_for(talk: Talk) -> None:
    assert "I do not know what “this” is" in talk.ask("why is this slow?")
    assert "I do not know which file you are in" in talk.ask("review this file")
    assert "I have not shown a list" in talk.ask("the second one")
    assert "There is no list" in talk.ask("next")
    assert "There is nothing to confirm" in talk.ask("yes")
    assert "And what at that number?" in talk.ask("and at 100,000?")


def test_what_comes_first_says_why(talk: Talk) -> None:
    text = talk.ask("what should I fix first?")
    assert len(lines(text)) == 3
    assert "project/settings.py:9 **error** `debug-in-production`" in lines(text)[0]
    assert "an error: it fails, leaks or does nothing in production" in text
    assert len(lines(talk.ask("top 7"))) == 7
    warnings = [talk.ask("next") for _ in range(3)]
    assert "it limits every page" in "".join(warnings)
    assert re.search(r"fixed, it saves about [\d.,]+ m?s each time", "".join(warnings))


def test_a_conversation_about_one_finding(talk: Talk) -> None:
    talk.ask("show n+1 queries in shop/views.py")
    text = talk.ask("the second one")
    assert "`related-access-in-loop`" in text
    assert talk.ask("why?") == text, "it stays what we speak of"
    figures = talk.ask("what changes if I fix it?")
    assert "queries: 1 + 3n → 2" in figures
    assert "301 → 2" in figures
    assert "300,001 → 2. ≈ 390,000 → 2.6 ms in the database. Assumes n = 100,000 (as asked)" in talk.ask(
        "and at 100,000?"
    )
    assert "60,001 → 2" in talk.ask("and at 20k?")
    assert "shop/views.py:28" in talk.ask("the first one"), "the list is still the list"


def test_what_was_asked_of_one_thing_is_asked_of_another(talk: Talk) -> None:
    assert re.match(r"\d findings about N\+1 queries of `Order`:", talk.ask("show the n+1s of Order"))
    assert re.match(r"\d+ findings about N\+1 queries of `Product`:", talk.ask("what about Product?"))
    assert talk.ask("and caching?").startswith("1 finding about caching of `Product`:")


def test_a_fix_is_shown_and_made_after_a_yes_only(talk: Talk) -> None:
    shown = talk.ask("fix it", REVIEWS)
    assert '+    reviews = product.reviews.all().select_related("customer")' in shown
    assert "safe, the results stay the same" in shown
    assert (talk.last.change, next(a.command for a in talk.last.actions)) == (None, "scale.applyFix")
    said = talk.ask("yes")
    assert said == 'Add `select_related("customer")`: `shop/views.py`.'
    assert talk.last.change is not None
    assert talk.last.change.diff in shown + "\n"
    assert "nothing to confirm" in talk.ask("yes"), "once"


@pytest.mark.parametrize("between", ["no", "what is the weather?", "help", "thanks", "explain missing-index"])
def test_a_yes_to_something_else_changes_nothing(talk: Talk, between: str) -> None:
    talk.ask("fix it", REVIEWS)
    talk.ask(between)
    talk.ask("yes")
    assert talk.last.change is None


def test_a_change_that_would_be_another_one_is_not_made(talk: Talk) -> None:
    talk.ask("fix it", REVIEWS)
    state = decoded(talk.conversation)
    assert state is not None
    assert state.pending is not None
    other = state.model_copy(update={"pending": state.pending.model_copy(update={"digest": "0" * 16})})
    talk.conversation = encoded(other)
    assert "another one by now" in talk.ask("yes")
    assert talk.last.change is None


def test_all_safe_fixes_of_a_rule_or_a_file(talk: Talk, shop: View) -> None:
    text = talk.ask("fix everything in shop/api.py")
    assert "**Apply 3 safe fixes** in `shop/api.py`: 1 file would change." in text
    talk.ask("yes")
    assert talk.last.change is not None
    assert [shop.name(path) for path in talk.last.change.result.texts] == ["shop/api.py"]
    assert "6 files would change" in talk.ask("fix all n+1s")
    refusal = talk.ask("fix unbounded-view-queryset")
    assert re.match(r"None of \d findings about `unbounded-view-queryset` has a safe fix", refusal)


def test_without_a_fix_the_page_says_what_to_do(talk: Talk) -> None:
    text = talk.ask("fix it", "shop/views.py:91")
    assert "I have no automatic fix for `fire-and-forget-thread` at shop/views.py:91" in text
    assert talk.last.suggestions == ("why?", "how do I suppress it?")


def test_silence(talk: Talk) -> None:
    text = talk.ask("how do I suppress this?", REVIEWS)
    assert "+    reviews = product.reviews.all()  # scale: ignore[related-access-in-loop]" in text
    talk.ask("yes")
    assert talk.last.change is not None
    assert "# scale: ignore[redundant-index]" in talk.ask("turn off redundant-index")
    assert '`exclude = ["shop/tasks.py"]`' in talk.ask("ignore shop/tasks.py")
    assert "{# scale: ignore-file #}" in talk.ask("ignore this file", "shop/templates/shop/shop.html:1")


def test_rules_topics_and_models(talk: Talk) -> None:
    page = talk.ask("explain related-access-in-loop")
    assert "**Related rows loaded one at a time**" in page
    assert "**Here** (19 findings):" in page
    assert "**When to leave it.**" in page
    assert "Nothing of it is found here. It is in preview." in talk.ask("explain missing index")
    topic = talk.ask("what is an n+1?")
    assert "- `related-access-in-loop`: Related rows loaded one at a time (19 here)" in topic
    model = talk.ask("describe Order")
    assert model.startswith("**shop.Order** shop/models.py:93")
    assert "- `items`: from `shop.OrderItem`, many rows" in model
    assert "Indexes: (customer), (address), (handled_by), (created_at, status)" in model


def test_numbers(talk: Talk) -> None:
    assert "| 19 | `related-access-in-loop` |" in talk.ask("how many problems are there?")
    assert re.match(r"\*\*\d\d findings\*\* in N\+1 queries", talk.ask("how many n+1 queries do we have?"))


def test_how_many_users_are_carried(talk: Talk, shop: View) -> None:
    known = capacity(shop.snapshot, shop.config, shop.endpoints)
    assert known.first is not None
    assert known.users is not None
    assert 50 < known.users < 1000
    text = talk.ask("can my site handle 1,000 users?")
    assert text.startswith(
        f"**No**, not 1,000 users at once. What runs out first carries ≈ {known.users:,} users at once"
    )
    assert f"1. **{known.first.resource}** (Procfile:1): {known.first.words}" in text
    assert "1,000 users ask for ≈ 33.3 requests a second; the workers serve" in text
    assert "What I can’t know: " in text
    assert talk.ask("and at 50?").startswith("**As far as the code tells, yes**: 50 users at once.")
    more = talk.ask("what about 100,000?")
    assert more.startswith("**No**, not 100,000 users")
    assert "\n2. **" in more
    number = talk.ask("how many users can it handle?")
    assert number.startswith(f"**≈ {known.users:,} users at once**, fewer than the 1,000 of `target-users`.")
    assert "of the severity error: ask" in number


def test_queries_of_a_view(talk: Talk) -> None:
    text = talk.ask("how many queries does shop_view run?")
    assert text.startswith("**view `shop.views.shop_view`** (/) shop/views.py:19\n\n**5 + 6n → 7 queries, n = rows of")
    assert "605 → 7 at the assumed rows" in text
    assert "- shop/templates/shop/base.html:9 `category.children.all`: 100 (n)" in text
    assert "1. shop/views.py:21 **warning** `related-access-in-loop`" in text
    assert "600,005 → 7 at 100,000 rows a loop" in talk.ask("and at 100,000?")
    assert "`shop.views.my_orders_view`** (/orders/)" in (orders := talk.ask("what about /orders/?"))
    assert "shop/employee_views.py" not in orders, "what only shares a model with it is not its own"
    assert "OrderDetail" in talk.ask("how many queries does /employee/orders/5 send?")
    assert "that a request, a task or a command starts" in talk.ask("how many queries does product_card run?")
    assert "no view that answers at `/no/such/page`" in talk.ask("why is /no/such/page/ slow?")


def test_the_most_expensive_pages(talk: Talk) -> None:
    rows = re.findall(r"^\| ([\d,]+) \| ([\d,]+) \|", talk.ask("which are the slowest pages?"), re.M)
    now = [int(number.replace(",", "")) for number, _ in rows]
    assert now == sorted(now, reverse=True)
    assert rows[0][0] == "10,705"


def test_what_it_cannot_tell(talk: Talk) -> None:
    text = talk.ask("what is the weather in Berlin?")
    assert text.startswith("I can’t tell.")
    assert f"What I can tell: I find {len(talk.view.findings)} problems in this project." in text
    assert "no file, view, model or rule `shop_viwe`" in (unknown := talk.ask("explain shop_viwe"))
    assert "Close to it: `shop_view`" in unknown
    assert "nothing" in talk.ask("show n+1s of LoginAttempt")


def test_free_questions_find_pages_and_settings(talk: Talk) -> None:
    assert "`listview-without-pagination`" in talk.ask("how do I paginate a list view")
    assert "`exclude`" in talk.ask("how can I exclude a folder?")
    assert "`email-in-request`" in talk.ask("my registration sends an email and users wait")


def test_links_for_editors(talk: Talk) -> None:
    talk.links = Links(talk.view.name, lambda path: Path(path).as_uri(), commands=True)
    text = talk.ask("why is this slow?", REVIEWS)
    uri = Path(talk.view.path("shop/views.py")).as_uri()
    assert f"[shop/views.py:47]({uri}#L47)" in text
    assert "[Fix it](command:scale.ask?%5B%7B%22text%22" in text


@pytest.mark.parametrize(
    "conversation", ["", "nonsense", "eJw=", "A" * 30_000, encoded(State(root="/elsewhere", current="x"))]
)
def test_a_conversation_that_is_none_is_none(talk: Talk, conversation: str) -> None:
    talk.conversation = conversation
    assert "I do not know what “this” is" in talk.ask("fix it")


def test_a_conversation_is_small(talk: Talk) -> None:
    for text in ("review the project", "next", "the sixth one", "fix it"):
        talk.ask(text)
        assert len(talk.conversation) < 1000


def test_long_and_odd_questions(talk: Talk) -> None:
    for text in ("why " * 5000, "[[{{…}}]]|||", "\0\n\t", "fix " * 200 + "it", "🛒" * 300, "(((a+)+)+)+" * 50):
        assert talk.ask(text)


def test_every_intent_has_an_answer(shop: View) -> None:
    """What each intent is said with in the table of utterances."""
    from scale_lsp.assistant.ask import HANDLERS
    from scale_lsp.assistant.intents import INTENTS

    assert {intent.name for intent in INTENTS} == {*HANDLERS, "next", "again", "pick"}
    assert replace(Links(shop.name)).uri is None
