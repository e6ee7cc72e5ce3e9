"""The indexes that Django creates, before and after the fixes of redundant-index."""

from __future__ import annotations

from pathlib import Path

from tests.harness import Fixture, unsafely_fixed
from tests.schema.databases import on_each_database, told

FIXTURE = Fixture(Path(__file__).parents[1] / "rules" / "schema" / "redundant_index.py")

FEWER = {
    "OnAForeignKey": 1,
    "OnAUniqueField": 3,
    "DeclaredTwice": 1,
    "TheSameEntryTwice": 1,
    "BeginningOfAnother": 2,
    "TurnedAround": 1,
    "BeginningOfAConstraint": 2,
    "ChildWithTheMetaOfItsParent": 1,
    "ChildThatAddsOne": 1,
    "KeyUnderAComposite": 1,
    "TextUnderAComposite": 1,
}
"""Model → how many indexes the fixes take away; none from the others."""


@on_each_database
def test_the_tables_have_fewer_indexes(database: str) -> None:
    answers = told(database, before=FIXTURE.text, after=unsafely_fixed(FIXTURE.text))
    before, after = answers["before"]["indexes"], answers["after"]["indexes"]
    counted = {name: len(before[name]) - len(after[name]) for name in before}
    assert {name: n for name, n in counted.items() if n} == FEWER


@on_each_database
def test_nothing_is_served_worse(database: str) -> None:
    """Each column that an index begins with still begins one."""
    answers = told(database, before=FIXTURE.text, after=unsafely_fixed(FIXTURE.text))
    before, after = answers["before"]["indexes"], answers["after"]["indexes"]
    for name in before:
        assert {str(columns[:1]) for columns, _ in before[name]} == {str(columns[:1]) for columns, _ in after[name]}


@on_each_database
def test_the_option_that_creates_nothing(database: str) -> None:
    """`db_index=True` on a unique field or a foreign key: one index for each, so nothing is reported."""
    made = told(database, text=FIXTURE.text)["text"]["indexes"]["CreatesNothing"]
    assert sorted(columns for columns, _ in made) == [["category_id"], ["number"]]


PLANS = """
from django.db import models
from shop.models import Category


class Article(models.Model):
    category = models.ForeignKey(Category, on_delete=models.CASCADE, db_constraint=False)
    status = models.CharField(max_length=9)
    created_at = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["category"], name="article_category"),
            models.Index(fields=["status"], name="article_status"),
            models.Index(fields=["status", "created_at"], name="article_status_created"),
        ]


def rows():
    Article.objects.bulk_create(Article(category_id=i % 999, status=f"s{i % 99}", created_at=i) for i in range(3000))


def plan_category():
    return Article.objects.filter(category=7)


def plan_status():
    return Article.objects.filter(status="s7")
"""


@on_each_database
def test_queries_use_the_index_that_is_left(database: str) -> None:
    answers = told(database, before=PLANS, after=unsafely_fixed(PLANS))
    for answer in answers.values():
        assert "index" in answer["plans"]["plan_category"].lower()
        assert "index" in answer["plans"]["plan_status"].lower()
    assert "article_status_created" in answers["after"]["plans"]["plan_status"]
    assert len(answers["before"]["indexes"]["Article"]) - len(answers["after"]["indexes"]["Article"]) == 2
