"""Connections of Graphene Django: pages of rows, counted first."""

# needs: graphene_django

import graphene
from graphene import relay
from graphene_django import DjangoConnectionField, DjangoObjectType
from graphene_django.registry import reset_global_registry

from shop.models import Customer, Order, OrderItem

reset_global_registry()


class CustomerNode(DjangoObjectType):
    class Meta:
        model = Customer
        fields = ("name",)
        interfaces = (relay.Node,)


class ItemNode(DjangoObjectType):
    class Meta:
        model = OrderItem
        fields = ("quantity",)
        interfaces = (relay.Node,)


class OrderNode(DjangoObjectType):
    class Meta:
        model = Order
        fields = ("number", "customer", "items")
        interfaces = (relay.Node,)


class Query(graphene.ObjectType):
    orders = DjangoConnectionField(OrderNode)

    def resolve_orders(root, info, **kwargs):
        return Order.objects.order_by("pk")  # expect: related-access-in-loop
        #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related-access-in-loop: 1 with `select_related("customer")`


schema = graphene.Schema(query=Query)


def asked(query):
    result = schema.execute("{" + query + "}")
    assert not result.errors, result.errors
    return result.data


def a_page():  # queries: 2 + n -> 2
    return asked("orders { edges { node { number customer { name } } } }")


def pages_of_each_row():  # queries: 2 + 2n
    return asked("orders { edges { node { items { edges { node { quantity } } } } } }")
