"""Controllers of Django Ninja Extra: operations that are methods."""

# needs: ninja_extra

from ninja import Schema
from ninja_extra import api_controller, http_get, route
from ninja_extra.testing import TestClient

from shop.models import Order


class CustomerOut(Schema):
    name: str


class OrderOut(Schema):
    number: int
    customer: CustomerOut


@api_controller("/orders")
class Orders:
    def found(self):
        return Order.objects.order_by("pk")

    @http_get("/", response=list[OrderOut])
    def all(self):
        return Order.objects.order_by("pk").select_related("customer")  # expect: related-access-in-loop

    @route.get("/open", response={200: list[OrderOut]})
    def open(self):
        return self.found().filter(open=True).select_related("customer")  # expect: related-access-in-loop

    @route.get("/joined", response=list[OrderOut])
    def joined(self):
        return self.found().select_related("customer")

    @http_get("/one", response=OrderOut)
    def one(self):
        return self.found()[0]


def answer(path):
    return TestClient(Orders).get(path).json()


def a_method_as_operation():  # queries: 1 + n -> 1
    return answer("/")


def a_method_that_calls_another():  # queries: 1 + n -> 1
    return answer("/open")


# what costs nothing


def joined():  # queries: 1
    return answer("/joined")


def one():  # queries: 2
    return answer("/one")
