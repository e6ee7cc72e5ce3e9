"""What PostgreSQL does to a table when a column changes.

https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
"""

from __future__ import annotations

from collections.abc import Mapping

_TYPES = {
    "AutoField": "integer",
    "BigAutoField": "bigint",
    "BigIntegerField": "bigint",
    "BinaryField": "bytea",
    "BooleanField": "boolean",
    "CharField": "varchar",
    "DateField": "date",
    "DateTimeField": "timestamp with time zone",
    "DecimalField": "numeric",
    "DurationField": "interval",
    "EmailField": "varchar",
    "FileField": "varchar",
    "FilePathField": "varchar",
    "FloatField": "double precision",
    "GenericIPAddressField": "inet",
    "ImageField": "varchar",
    "IntegerField": "integer",
    "JSONField": "jsonb",
    "PositiveBigIntegerField": "bigint",
    "PositiveIntegerField": "integer",
    "PositiveSmallIntegerField": "smallint",
    "SlugField": "varchar",
    "SmallAutoField": "smallint",
    "SmallIntegerField": "smallint",
    "TextField": "text",
    "TimeField": "time",
    "URLField": "varchar",
    "UUIDField": "uuid",
}
"""The types of columns: `data_types` of Django's backend."""
_LENGTHS = {
    "EmailField": 254,
    "FileField": 100,
    "FilePathField": 100,
    "ImageField": 100,
    "SlugField": 50,
    "URLField": 200,
}
"""https://docs.djangoproject.com/en/5.2/ref/models/fields/"""
VOLATILE = frozenset({"RandomUUID", "Random", "UUID4", "UUID7"})
"""Database functions whose value differs from row to row: a column with such a default is written row by row."""

Number = int | None
Column = tuple[str, Number, Number]


def column(field: str, numbers: Mapping[str, int]) -> Column | None:
    """The type of the column of a field of Django's, with its length or digits; None for others."""
    kind = _TYPES.get(field)
    if kind is None:
        return None
    if kind == "varchar":
        return kind, numbers.get("max_length", _LENGTHS.get(field)), None
    if kind == "numeric":
        return kind, numbers.get("max_digits"), numbers.get("decimal_places")
    return kind, None, None


def is_rewritten(before: Column, after: Column) -> bool:
    """Whether a change of type writes every row anew, while nobody reads or writes the table.

    Nothing is written where each old value is a new one as it is: a text that may be longer, a number of more digits.
    """
    (old, *sizes), (new, *limits) = before, after
    if old != new:
        return (old, new) != ("varchar", "text")
    if old == "varchar":
        return limits[0] is not None and (sizes[0] is None or sizes[0] > limits[0])
    if old == "numeric":
        return limits[1] != sizes[1] or (limits[0] is not None and (sizes[0] is None or sizes[0] > limits[0]))
    return False


def written(column: Column) -> str:
    """The type in SQL."""
    kind, *numbers = column
    given = ", ".join(str(number) for number in numbers if number is not None)
    return f"{kind}({given})" if given else kind
