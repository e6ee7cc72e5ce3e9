"""Strawberry Django with a schema whose extensions come from elsewhere: nobody can say what they load."""

# needs: strawberry_django

import strawberry
import strawberry_django
from strawberry import auto

from shop.models import Customer, Order
from shop.pages import page

extensions = [] if page else None


@strawberry_django.type(Customer)
class CustomerType:
    name: auto


@strawberry_django.type(Order)
class OrderType:
    number: auto
    customer: CustomerType


@strawberry.type
class Query:
    @strawberry_django.field
    def orders(self) -> list[OrderType]:
        return Order.objects.order_by("pk")


schema = strawberry.Schema(query=Query, extensions=extensions)


def extended():  # queries: 1 + n
    return schema.execute_sync("{ orders { customer { name } } }").data
