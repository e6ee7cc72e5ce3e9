"""Indexes that another one makes needless, and those that only look alike."""

from django.contrib.postgres.indexes import BrinIndex, GinIndex, HashIndex, OpClass
from django.db import models
from django.db.models import F, Index, Q
from django.db.models.functions import Upper

from shop.models import Category, Customer


class OnAForeignKey(models.Model):
    category = models.ForeignKey(Category, on_delete=models.CASCADE)
    price = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["category"]),  # expect: redundant-index
        #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ redundant-index: the index of the foreign key `category`
            models.Index(fields=["price"]),
        ]


class OnAUniqueField(models.Model):
    number = models.IntegerField(unique=True)
    owner = models.OneToOneField(Customer, on_delete=models.CASCADE)

    class Meta:
        ordering = ["number"]
        indexes = [
            Index(fields=["number"], name="by_number"),  # expect: redundant-index
            Index(fields=["-number"], name="by_number_down"),  # expect: redundant-index
            Index(fields=("owner",), name="by_owner"),  # expect: redundant-index
        ]


class DeclaredTwice(models.Model):
    """The entry goes, as `db_index` also serves `startswith` on PostgreSQL."""

    status = models.CharField(max_length=9, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["status"])]  # expect: redundant-index


class TheSameEntryTwice(models.Model):
    status = models.CharField(max_length=9)

    class Meta:
        indexes = [
            models.Index(fields=["status"], name="by_status"),
            models.Index("status", name="by_status_again"),  # expect: redundant-index
        ]


class BeginningOfAnother(models.Model):
    status = models.CharField(max_length=9)
    created_at = models.DateTimeField()
    stars = models.IntegerField(default=0, db_index=True)  # expect: redundant-index
    #                                      ^^^^^^^^^^^^^ redundant-index: `Index(fields=["stars", "-created_at"])` begins

    class Meta:
        indexes = [
            models.Index(fields=["status"]),  # expect: redundant-index
            models.Index(fields=["status", "created_at"]),
            models.Index(fields=["stars", "-created_at"]),
        ]


class TurnedAround(models.Model):
    """A database reads an index backwards."""

    status = models.CharField(max_length=9)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["-status", "created_at"], name="down"),
            models.Index(F("status").asc(), F("created_at").desc(), name="up"),  # expect: redundant-index
        ]


class BeginningOfAConstraint(models.Model):
    category = models.ForeignKey(Category, on_delete=models.CASCADE, db_index=False)
    number = models.IntegerField(db_index=True)
    place = models.IntegerField(db_index=True)  # expect: redundant-index

    class Meta:
        constraints = [models.UniqueConstraint(fields=["category", "number"], name="one_in_category")]
        unique_together = [("place", "category")]
        indexes = [models.Index(fields=["category"], name="of_category")]  # expect: redundant-index


class TextUnderAComposite(models.Model):
    """Not safe: the index for `startswith` would go too."""

    name = models.CharField(max_length=50, db_index=True)  # expect: redundant-index
    price = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["name", "price"])]


class KeyUnderAComposite(models.Model):
    """Django's own doing, so no more than an information."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE)  # expect: redundant-index; # severity: info
    price = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["category", "price"])]


class Listed(models.Model):
    shown = models.BooleanField(default=True)
    number = models.IntegerField(db_index=True)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["number"], name="%(class)s_number")]  # expect: redundant-index


class ChildWithTheMetaOfItsParent(Listed):
    pass


class ChildThatAddsOne(Listed):
    """The entry repeats what the parent's field has."""

    class Meta(Listed.Meta):
        indexes = [models.Index(fields=["-number"], name="child_number")]  # expect: redundant-index


# indexes that only look alike


class OrderMatters(models.Model):
    status = models.CharField(max_length=9, db_index=True)
    created_at = models.DateTimeField(db_index=True)
    code = models.CharField(max_length=9)

    class Meta:
        indexes = [
            models.Index(fields=["code", "status"], name="code_first"),
            models.Index(fields=["code", "created_at"], name="code_then_time"),
            models.Index(fields=["-created_at", "status"], name="mixed_down", condition=Q(status="new")),
        ]


class MixedDirections(models.Model):
    a = models.IntegerField()
    b = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["a", "b"], name="both_up"),
            models.Index(fields=["a", "-b"], name="one_down"),
        ]


class OnlySomeRows(models.Model):
    category = models.ForeignKey(Category, on_delete=models.CASCADE)
    done = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["category"], name="open_ones", condition=Q(done=False))]
        constraints = [models.UniqueConstraint(fields=["done"], name="one_open", condition=Q(done=False))]


class OtherKinds(models.Model):
    name = models.CharField(max_length=50, db_index=True)
    number = models.IntegerField(db_index=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [HashIndex(fields=["name"]), BrinIndex(fields=["at"]), GinIndex(fields=["number"], name="numbers")]


class OtherOperators(models.Model):
    name = models.CharField(max_length=50, db_index=True)

    class Meta:
        indexes = [
            models.Index(fields=["name"], name="for_prefixes", opclasses=["varchar_pattern_ops"]),
            models.Index(Upper("name"), name="for_iexact"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="for_icontains"),
            GinIndex(fields=["name"], name="for_contains", opclasses=["gin_trgm_ops"]),
        ]


class CarriesMore(models.Model):
    category = models.ForeignKey(Category, on_delete=models.CASCADE)
    price = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["category"], name="with_price", include=["price"])]


class KeyWithoutAnIndex(models.Model):
    category = models.ForeignKey(Category, on_delete=models.CASCADE, db_index=False)

    class Meta:
        indexes = [models.Index(fields=["category"])]


class CreatesNothing(models.Model):
    """Django makes one index for each of these, whatever they say."""

    number = models.IntegerField(unique=True, db_index=True)
    category = models.ForeignKey(Category, on_delete=models.CASCADE, db_index=True)


class TheShorterOneIsARule(models.Model):
    number = models.IntegerField(unique=True)
    place = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["number", "place"])]
        constraints = [models.UniqueConstraint(fields=["place"], name="one_place")]


class NotCreatedByDjango(models.Model):
    category = models.ForeignKey(Category, on_delete=models.CASCADE)

    class Meta:
        managed = False
        indexes = [models.Index(fields=["category"])]


INDEXED = bool(Category)


class DecidedElsewhere(models.Model):
    number = models.IntegerField(db_index=INDEXED)

    class Meta:
        indexes = [models.Index(fields=["number"])]


class SomeChildrenNeedIt(models.Model):
    number = models.IntegerField(db_index=True)
    place = models.IntegerField()

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["number", "place"], name="%(class)s_both")]


class ChildWithoutThatIndex(SomeChildrenNeedIt):
    class Meta:
        ordering = ["number"]


class SmallerThanTheOther(models.Model):
    category = models.ForeignKey(Category, on_delete=models.CASCADE)
    name = models.CharField(max_length=500)
    a = models.IntegerField(db_index=True)
    b = models.IntegerField()

    class Meta:
        unique_together = [("category", "name")]
        indexes = [models.Index(fields=["a", "b", "category", "name"])]


# django: >=5.0


class AnyNumberOfNulls(models.Model):
    """A rule about the data is kept whatever begins with its columns."""

    place = models.IntegerField()
    room = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["place", "room"])]
        constraints = [models.UniqueConstraint(fields=["place"], name="one_each", nulls_distinct=False)]
