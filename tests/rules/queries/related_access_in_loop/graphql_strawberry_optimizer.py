"""Strawberry Django with its optimizer, which loads what the client asks for."""

# needs: strawberry_django

import strawberry
import strawberry_django
from strawberry import auto
from strawberry_django.optimizer import DjangoOptimizerExtension

from shop.models import Customer, Order


@strawberry_django.type(Customer)
class CustomerType:
    name: auto


@strawberry_django.type(Order)
class OrderType:
    number: auto
    customer: CustomerType

    @strawberry_django.field(select_related=["customer"])
    def label(self) -> str:
        return f"{self.number} for {self.customer.name}"


@strawberry.type
class Query:
    @strawberry_django.field
    def orders(self) -> list[OrderType]:
        return Order.objects.order_by("pk")


schema = strawberry.Schema(query=Query, extensions=[DjangoOptimizerExtension])


def optimized():  # queries: 1
    return schema.execute_sync("{ orders { number label customer { name } } }").data
