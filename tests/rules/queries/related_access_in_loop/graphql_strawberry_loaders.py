"""Strawberry Django in a project with data loaders, which load for many rows at once."""

# needs: strawberry_django

import strawberry
import strawberry_django
from strawberry import auto
from strawberry.dataloader import DataLoader

from shop.models import Customer, Order


async def customers(keys):
    found = await Customer.objects.ain_bulk(keys)
    return [found[key] for key in keys]


loader = DataLoader(load_fn=customers)


@strawberry_django.type(Order)
class OrderType:
    number: auto

    @strawberry_django.field
    def label(self) -> str:
        return self.customer.name


@strawberry.type
class Query:
    @strawberry_django.field
    def orders(self) -> list[OrderType]:
        return Order.objects.order_by("pk")


schema = strawberry.Schema(query=Query)


def in_sight_of_a_loader():  # queries: 1 + n
    return schema.execute_sync("{ orders { label } }").data
