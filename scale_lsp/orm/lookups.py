"""Which lookups and transforms each column takes.

Source: https://docs.djangoproject.com/en/5.2/ref/models/querysets/#field-lookups
"""

from __future__ import annotations

_ALL = ("exact", "in", "isnull")
_ORDERED = ("gt", "gte", "lt", "lte", "range")
_TEXT = (
    "iexact",
    "contains",
    "icontains",
    "startswith",
    "istartswith",
    "endswith",
    "iendswith",
    "regex",
    "iregex",
)
_DATE = ("year", "iso_year", "quarter", "month", "week", "week_day", "iso_week_day", "day")
_TIME = ("hour", "minute", "second")
_JSON = ("contains", "contained_by", "has_key", "has_keys", "has_any_keys")

_NUMBERS = (*_ALL, *_ORDERED)
_TEXTS = (*_ALL, *_TEXT, *_ORDERED)

RELATION = (*_ALL, "gt", "gte", "lt", "lte")
KEY = "ForeignKey"
"""The column of a foreign key, such as `customer_id`."""

_BY_COLUMN: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        (
            "AutoField",
            "BigAutoField",
            "BigIntegerField",
            "DecimalField",
            "DurationField",
            "FloatField",
            "IntegerField",
            "PositiveBigIntegerField",
            "PositiveIntegerField",
            "PositiveSmallIntegerField",
            "SmallAutoField",
            "SmallIntegerField",
        ),
        _NUMBERS,
    ),
    **dict.fromkeys(
        ("CharField", "EmailField", "FileField", "FilePathField", "ImageField", "SlugField", "TextField", "URLField"),
        _TEXTS,
    ),
    KEY: RELATION,
    "UUIDField": (*_ALL, "iexact", "contains", "icontains", "startswith", "istartswith"),
    "DateField": (*_ALL, *_ORDERED, *_DATE),
    "DateTimeField": (*_ALL, *_ORDERED, "date", "time", *_DATE, *_TIME),
    "TimeField": (*_ALL, *_ORDERED, *_TIME),
    "JSONField": (*_ALL, *_JSON),
}

_TRANSFORMED = {
    "date": "DateField",
    "time": "TimeField",
    **dict.fromkeys((*_DATE, *_TIME), "IntegerField"),
}


def lookups(column: str) -> tuple[str, ...]:
    """What may follow a column, by Django's name of its class; of one that is not known, what all columns take."""
    return _BY_COLUMN.get(column, _ALL)


def transformed(column: str, name: str) -> str | None:
    """What `column__name` is compared as; None where `name` is no transform of it."""
    return _TRANSFORMED.get(name) if name in lookups(column) else None
