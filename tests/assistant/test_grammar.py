"""What people type, and what is meant by it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scale_lsp.assistant.answers.pages import EXAMPLES
from scale_lsp.assistant.grammar import understand
from scale_lsp.assistant.language import number, ordinal, words
from scale_lsp.assistant.view import View

N1, ORDER = "N+1 queries", "shop.Order"
UTTERANCES = [
    # the project, a file, a view
    ("review the project", "review", "the project"),
    ("Could you please review my code base?", "review", "the project"),
    ("do a code review of the whole project", "review", "the project"),
    ("can you check shop/views.py?", "review", "shop/views.py"),
    ("review this file", "review", "this file"),
    ("Any problems in serializers.py?", "review", "shop/serializers.py"),
    ("what's wrong?", "review", None),
    ("audit everything", "review", "the project"),
    ("reveiw this flie", "review", "this file"),
    ("look at the management folder", "review", "management/"),
    ("Why is this slow?", "why-slow", "this"),
    ("why is shop_view so slow", "why-slow", "shop_view"),
    ("why is the offers page slow?", "why-slow", "offers_view"),
    ("how can I speed up the dashboard?", "why-slow", "dashboard"),
    ("make this faster", "why-slow", "this"),
    ("is checkout ok?", "why-slow", "checkout_view"),
    ("the category page takes forever", "why-slow", "category_view"),
    ("will my site scale?", "why-slow", "the project"),
    # what comes first
    ("what should I fix first?", "first", None),
    ("where do I start?", "first", None),
    ("whats the worst problem", "first", None),
    ("what are the most critical issues to handle before launch", "first", None),
    ("top five", "first", 5),
    ("Top 3 bottlenecks please", "first", 3),
    # users
    ("can my site handle 1,000 users?", "users", 1000),
    ("Can your website handle 1000+ customers", "users", 1000),
    ("is it ready for 20k concurrent users", "users", 20_000),
    ("will the app survive ten thousand visitors a day?", "users", 10_000),
    ("can the database cope with 1000 clinics", "users", 1000),
    ("can we scale to 100,000 users", "users", 100_000),
    ("can this support 300 simultaneous users", "users", 300),
    ("how many users can it handle?", "users", None),
    ("how many concurrent users can my project support", "users", "the project"),
    ("what breaks first at 100,000 users?", "users", 100_000),
    ("is my site ready for production?", "users", "the project"),
    ("1000 clinics", "users", 1000),
    ("what is the capacity?", "users", None),
    # queries of views
    ("how many queries does shop_view run?", "queries", "shop_view"),
    ("number of queries for /orders/5", "queries", "/orders/5"),
    ("how many queries does / need", "queries", "/"),
    ("which are the slowest pages?", "queries", None),
    ("how many queries does the checkout page send with 5,000 items", "queries", 5000),
    # kinds of problems
    ("show the N+1s of Order", "list", N1),
    ("Show me all n + 1 queries in shop/api.py", "list", N1),
    ("shwo me teh n+1s for prodcut", "list", N1),
    ("do I have any missing indexes?", "list", "indexes"),
    ("list caching problems", "list", "caching"),
    ("pagination", "list", "pages and answers without a limit"),
    ("what about my production settings", "again", "settings and deployment"),
    ("where are orders loaded badly?", "list", ORDER),
    ("problems of order items", "review", "shop.OrderItem"),
    ("how many n+1 queries do we have", "count", N1),
    ("how many problems are there?", "count", None),
    ("summary", "count", None),
    # rules, topics, models
    ("explain related-access-in-loop", "explain", "related-access-in-loop"),
    ("exlpain missing index", "explain", "missing-index"),
    ("what does `redundant-index` mean?", "explain", "redundant-index"),
    ("why is sqlite bad?", "explain", "sqlite-under-concurrency"),
    ("how do I avoid query in loop", "explain", "query-in-loop"),
    ("What's an N+1 query?", "explain-topic", N1),
    ("describe the Order model", "model", ORDER),
    ("what points at Product?", "model", "shop.Product"),
    # silence, fixes
    ("how do I suppress this?", "suppress", "this"),
    ("turn off redundant-index", "suppress", "redundant-index"),
    ("it's a false positive", "suppress", "it"),
    ("ignore the third one", "suppress", "third one"),
    ("what changes if I fix this?", "what-if", "this"),
    ("what would fixing the second one save at 100,000 rows", "what-if", 100_000),
    ("is it worth fixing checkout?", "what-if", "checkout_view"),
    ("fix it", "fix", "it"),
    ("please fix the second one", "fix", "second one"),
    ("fix all safe ones in this file", "fix", "this file"),
    ("show me the diff", "fix", None),
    # going on
    ("yes please", "confirm", None),
    ("go ahead", "confirm", None),
    ("no thanks", "cancel", None),
    ("show me the next", "next", None),
    ("more", "next", None),
    ("the second one", "pick", "second one"),
    ("#3", "pick", "3"),
    ("why?", "explain", None),
    ("and at 20k?", "again", 20_000),
    ("and with a thousand users?", "again", 1000),
    ("what about Product?", "again", "shop.Product"),
    ("what can you do?", "help", None),
    ("thank you", "thanks", None),
    # nothing that is known
    ("what is the weather in Berlin", None, None),
    ("asdf qwer zxcv", None, None),
    ("sing me a song", None, None),
    ("", None, None),
    ("??? !!!", None, None),
    ("explain no_such_function", None, None),
    ("fix the moon", None, None),
]


@pytest.mark.parametrize(("text", "intent", "about"), UTTERANCES)
def test_what_is_meant(shop: View, text: str, intent: str | None, about: str | int | None) -> None:
    meant = understand(text, shop)
    assert (meant.intent if meant else None) == intent
    if meant is not None:
        names = [thing.name for thing in meant.things.values()]
        assert about in [*names, meant.number] if about is not None else not names and meant.number is None


def test_both_slots_of_a_question(shop: View) -> None:
    meant = understand("which n+1 problems does OrderItem have", shop)
    assert meant is not None
    assert {slot: thing.name for slot, thing in meant.things.items()} == {"topic": N1, "thing": "shop.OrderItem"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,000", None),
        ("1000", 1000),
        ("20k", 20_000),
        ("1.5m", 1_500_000),
        ("1000+", 1000),
        ("thousand", 1000),
        ("ten thousand", 10_000),
        ("2 million", 2_000_000),
        ("half", None),
        ("order", None),
        ("0", None),
        ("ten twenty", None),
    ],
)
def test_numbers(text: str, value: int | None) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("second one", 2), ("2", 2), ("number 3", 3), ("4th", 4), ("last finding", -1), ("one", None), ("next", None)],
)
def test_ordinals(text: str, value: int | None) -> None:
    assert ordinal(text) == value


def test_words() -> None:
    assert words("Could you please show me the 20,000 N+1s?") == ["show", "20000", "n+1"]
    assert words("What’s wrong with `shop/views.py`?") == ["what", "is", "wrong", "with", "shop/views.py"]
    assert len(words("word " * 100_000)) < 1000


def test_the_documented_questions_are_understood(shop: View) -> None:
    page = (Path(__file__).parents[2] / "docs" / "chat.md").read_text("utf-8")
    rows = re.findall(r"^\| (.+) \| .+ \|$", page.partition("## For programs")[0], re.M)[1:]
    questions = [question for row in rows for question in row.split(" · ")]
    assert len(questions) > 20
    assert [question for question in questions if understand(question, shop) is None] == []


def test_the_examples_of_help_are_understood(shop: View) -> None:
    assert all(understand(example, shop) for example in EXAMPLES)
