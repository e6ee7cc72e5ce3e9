"""Graphene Django in a project with data loaders, which load for many rows at once."""

# needs: graphene_django

import graphene
from graphene_django import DjangoListField, DjangoObjectType
from graphene_django.registry import reset_global_registry
from promise import Promise
from promise.dataloader import DataLoader

from shop.models import Order

reset_global_registry()


class CustomerLoader(DataLoader):
    def batch_load_fn(self, keys):
        return Promise.resolve([key for key in keys])


class OrderType(DjangoObjectType):
    label = graphene.String()

    class Meta:
        model = Order
        fields = ("number",)

    def resolve_label(self, info):
        return self.customer.name


class Query(graphene.ObjectType):
    orders = graphene.List(OrderType)
    all_orders = DjangoListField(OrderType)

    def resolve_orders(root, info):
        return Order.objects.order_by("pk")


schema = graphene.Schema(query=Query)


def in_sight_of_a_loader():  # queries: 2 + 2n
    return schema.execute("{ orders { label } allOrders { label } }").data
