"""What the JSON serializer of django-redis does with rows, and what comes back of other values."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django_redis.serializers.json import JSONSerializer
from django_redis.serializers.pickle import PickleSerializer

from tests.prove import set_up


def test_rows_are_no_json() -> None:
    set_up()
    from shop.models import Order

    order = Order(number=1)
    for value in (order, [order], {"newest": order}, Order.objects.none()):
        with pytest.raises(TypeError, match="not JSON serializable"):
            JSONSerializer({}).dumps(value)
    pickled = PickleSerializer({})
    assert pickled.loads(pickled.dumps([order]))[0].number == 1


def test_other_values_come_back_as_others() -> None:
    serializer = JSONSerializer({})
    back = serializer.loads(serializer.dumps({"price": Decimal("1.50"), "day": dt.date(2026, 1, 2), "pair": (1, 2)}))
    assert back == {"price": "1.50", "day": "2026-01-02", "pair": [1, 2]}
