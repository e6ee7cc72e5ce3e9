"""Graphene Django: the rows that a resolver returns, through the fields and resolvers of their type."""

# needs: graphene_django

from functools import wraps

import graphene
from graphene_django import DjangoListField, DjangoObjectType
from graphene_django.registry import reset_global_registry

from shop.models import Brand, Carrier, Category, Customer, Order, OrderItem, Payment, Product, Shipment, Supplier, Tag

reset_global_registry()


class CustomerType(DjangoObjectType):
    city = graphene.String()

    class Meta:
        model = Customer
        fields = ("name",)


class OrderType(DjangoObjectType):
    class Meta:
        model = Order
        fields = ("number", "customer")


class TagType(DjangoObjectType):
    class Meta:
        model = Tag
        fields = ("name",)


class CategoryType(DjangoObjectType):
    class Meta:
        model = Category
        fields = ("name",)

    @classmethod
    def get_queryset(cls, queryset, info):
        return queryset.filter(name__startswith="")


class BrandType(DjangoObjectType):
    """What belongs to a category is asked for again: its type has a `get_queryset()`."""

    class Meta:
        model = Brand
        fields = ("name", "category")


class ProductType(DjangoObjectType):
    maker = graphene.Field(BrandType, source="brand")
    label = graphene.String()
    names = graphene.List(graphene.String)
    all_tags = graphene.List(graphene.NonNull(TagType))
    given = graphene.String(resolver=lambda product, info: product.category.name)

    class Meta:
        model = Product
        fields = ["name", "tags", "price"]

    def resolve_label(self, info):
        return self.category.name

    @staticmethod
    def resolve_names(product, info):
        return [supplier.name for supplier in product.suppliers.all()]

    def resolve_all_tags(root, info, **kwargs):
        return root.tags.all()

    def resolve_unknown(self, info):
        return self.notes.all()[0]


class PaymentType(DjangoObjectType):
    """All fields: nobody knows what is asked for."""

    class Meta:
        model = Payment
        fields = "__all__"


class SupplierType(DjangoObjectType):
    city = graphene.String()

    class Meta:
        model = Supplier
        fields = ("name",)

    @classmethod
    def get_queryset(cls, queryset, info):
        return queryset.select_related("address")

    def resolve_city(self, info):
        return self.address.city


class CarrierType(DjangoObjectType):
    class Meta:
        model = Carrier
        fields = ("name",)


class ShipmentType(DjangoObjectType):
    carrier = graphene.Field(CarrierType)
    city = graphene.String()

    class Meta:
        model = Shipment
        fields = ()

    def resolve_city(self, info):
        return self.to.city


class ItemType(DjangoObjectType):
    number = graphene.Int()

    class Meta:
        model = OrderItem
        fields = ["quantity"]

    def resolve_number(self, info):
        return self.order_id


def with_customers(resolver):
    @wraps(resolver)
    def wrapper(*args, **kwargs):
        return resolver(*args, **kwargs).select_related("customer")

    return wrapper


class Catalogue(graphene.ObjectType):
    """A part of the query."""

    products = graphene.List(lambda: ProductType, first=graphene.Int())
    brands = DjangoListField(BrandType)

    def resolve_products(root, info, first=100):
        return Product.objects.active().order_by("pk").select_related("brand", "category").prefetch_related("suppliers", "tags")[:first]  # expect: related-access-in-loop


class Query(Catalogue, graphene.ObjectType):
    orders = graphene.List(OrderType)
    open_orders = graphene.NonNull(graphene.List(graphene.NonNull(OrderType)))
    joined = graphene.List(OrderType)
    joined_by_a_decorator = graphene.List(OrderType)
    customers = DjangoListField(CustomerType)
    all_customers = DjangoListField(CustomerType)  # expect: related-access-in-loop
    suppliers = DjangoListField(SupplierType)
    listed_suppliers = graphene.List(SupplierType)
    order = graphene.Field(OrderType, number=graphene.Int())
    payments = graphene.List(PaymentType)
    shipments = graphene.List(ShipmentType)
    items = graphene.List(ItemType)
    numbers = graphene.List(graphene.Int)

    def resolve_orders(self, info):
        return Order.objects.order_by("pk").select_related("customer")  # expect: related-access-in-loop
        #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related-access-in-loop: `customer`

    @staticmethod
    def resolve_open_orders(root, info):
        orders = list(Order.objects.filter(open=True).order_by("pk").select_related("customer"))  # expect: related-access-in-loop
        return orders

    def resolve_joined(root, info):
        return Order.objects.select_related("customer").order_by("pk")

    @with_customers
    def resolve_joined_by_a_decorator(root, info):
        return Order.objects.order_by("pk")

    def resolve_customers(root, info):
        return Customer.objects.order_by("pk").select_related("address")  # expect: related-access-in-loop

    def resolve_suppliers(root, info):
        return Supplier.objects.order_by("pk")

    def resolve_listed_suppliers(root, info):
        """A plain list does not ask the type for its queryset."""
        return Supplier.objects.order_by("pk").select_related("address")  # expect: related-access-in-loop

    def resolve_order(root, info, number):
        return Order.objects.get(number=number)

    def resolve_payments(root, info):
        return Payment.objects.order_by("pk")

    def resolve_shipments(root, info):
        """The manager joins the carrier."""
        return Shipment.objects.order_by("pk").select_related("to")  # expect: related-access-in-loop

    def resolve_items(root, info):
        return OrderItem.objects.order_by("pk")

    def resolve_numbers(root, info):
        return Order.objects.order_by("pk").values_list("number", flat=True)

    def resolve_nothing(root, info):
        return Order.objects.order_by("pk")


schema = graphene.Schema(query=Query)


def asked(query):
    result = schema.execute("{" + query + "}")
    assert not result.errors, result.errors
    return result.data


def a_foreign_key():  # queries: 1 + n -> 1
    return asked("orders { number customer { name } }")


def a_list_that_was_fetched():  # queries: 1 + n -> 1
    return asked("openOrders { customer { name } }")


def a_list_field():  # queries: 1 + n -> 1
    return asked("customers { city }")


def a_list_field_without_a_resolver():  # queries: 1 + n
    return asked("allCustomers { city }")


def resolvers_of_a_type():  # queries: 1 + 4n -> 3
    return asked("products { label names given maker { name } tags { name } }")


def related_rows_of_a_resolver():  # queries: 1 + n -> 3
    return asked("products { allTags { name } }")


def a_type_that_is_not_asked():  # queries: 1 + n -> 1
    return asked("listedSuppliers { city }")


def what_the_manager_does_not_join():  # queries: 1 + n -> 1
    return asked("shipments { city carrier { name } }")


# what costs nothing


def a_type_that_joins():  # queries: 1
    return asked("suppliers { city }")


def joined():  # queries: 2
    return asked("joined { customer { name } } joinedByADecorator { customer { name } }")


def a_single_object():  # queries: 2
    return asked("order(number: 1) { customer { name } }")


def only_columns():  # queries: 2
    return asked("items { number quantity } numbers")


def rows_that_are_asked_for_again():  # queries: 1 + n
    return asked("brands { name category { name } }")


def all_fields():  # queries: 1
    return asked("payments { amount }")
