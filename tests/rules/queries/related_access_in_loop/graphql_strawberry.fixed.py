"""Strawberry Django without its optimizer: the rows that a resolver returns, through the fields of their type."""

# needs: strawberry_django

from functools import wraps
from typing import List, Optional

import strawberry
import strawberry_django
from strawberry import auto
from strawberry.extensions import MaxTokensLimiter

from shop.models import Category, Customer, Order, OrderItem, Product


@strawberry_django.type(Customer)
class CustomerType:
    name: auto
    city: str


@strawberry_django.type(OrderItem)
class ItemType:
    quantity: auto


@strawberry_django.type(Order)
class OrderType:
    number: auto
    customer: CustomerType


@strawberry_django.type(Order)
class LabelledOrderType:
    number: auto

    @strawberry_django.field
    def label(self) -> str:
        return f"{self.number} for {self.customer.name}"

    @strawberry.field
    def paid(self, info: strawberry.Info, more: int = 0) -> int:
        return self.payment.amount + more

    def unused(self):
        return self.parcel.to.city


@strawberry_django.type(Order)
class OrderWithItemsType:
    number: auto
    items: list[ItemType]


@strawberry_django.type(OrderItem)
class ItemOfAnOrderType:
    order: "OrderType"
    product_name: str = strawberry_django.field(field_name="product__name")


@strawberry_django.type(Order)
class OnlyColumnsType:
    number: auto
    customer_id: int

    @strawberry_django.field
    def key(self) -> int:
        return self.customer_id


@strawberry_django.type(Order)
class JoinedOrderType(OrderType):
    """`get_queryset()` of the type loads what the fields show."""

    @classmethod
    def get_queryset(cls, queryset, info, **kwargs):
        return queryset.select_related("customer")


@strawberry_django.type(Category)
class CategoryType:
    name: auto


@strawberry_django.type(Product)
class ProductType:
    name: auto
    tag_names: list[str]
    category: CategoryType = strawberry_django.field(description="where it stands")


def with_customers(resolver):
    @wraps(resolver)
    def wrapper(*args, **kwargs):
        return resolver(*args, **kwargs).select_related("customer")

    return wrapper


def categories_by_name() -> List[ProductType]:
    return Product.objects.active().order_by("pk").select_related("category").prefetch_related("tags")  # expect: related-access-in-loop


def not_a_resolver() -> List[ProductType]:
    return Product.objects.active().order_by("pk")


@strawberry.type
class Query:
    products: List[ProductType] = strawberry_django.field(resolver=categories_by_name)

    @strawberry_django.field
    def orders(self) -> list[OrderType]:
        return Order.objects.order_by("pk").select_related("customer")  # expect: related-access-in-loop
        #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related-access-in-loop: `customer`

    @strawberry_django.field(description="what they are called")
    def labels(self) -> "list[LabelledOrderType]":
        return Order.objects.filter(open=True).order_by("pk").select_related("customer", "payment")  # expect: related-access-in-loop

    @strawberry.field
    def with_items(self) -> List[OrderWithItemsType]:
        """Without the optimizer, related lists are asked for again even where they are prefetched."""
        return Order.objects.prefetch_related("items").order_by("pk")  # miss: related-access-in-loop

    @strawberry.field
    def a_list(self) -> List[OrderType]:
        return list(Order.objects.order_by("pk").select_related("customer"))  # expect: related-access-in-loop

    @strawberry_django.field
    def items(self, first: int = 100) -> list[ItemOfAnOrderType]:
        return OrderItem.objects.order_by("pk").select_related("order", "product")[:first]  # expect: related-access-in-loop

    @strawberry_django.field
    def customers(self) -> list[CustomerType]:
        return Customer.objects.order_by("pk").select_related("address")  # expect: related-access-in-loop

    @strawberry_django.field
    def order(self, pk: int) -> Optional[OrderType]:
        return Order.objects.filter(number=pk).first()

    @strawberry_django.field
    def joined(self) -> list[OrderType]:
        return Order.objects.select_related("customer").order_by("pk")

    @strawberry_django.field
    @with_customers
    def joined_by_a_decorator(self) -> list[OrderType]:
        return Order.objects.order_by("pk")

    @strawberry_django.field
    def joined_by_the_type(self) -> list[JoinedOrderType]:
        return Order.objects.order_by("pk")

    @strawberry_django.field
    def only_columns(self) -> list[OnlyColumnsType]:
        return Order.objects.order_by("pk")

    @strawberry_django.field
    def numbers(self) -> list[int]:
        return [order.number for order in Order.objects.order_by("pk")]


schema = strawberry.Schema(query=Query, extensions=[MaxTokensLimiter(max_token_count=1000)])
plain = strawberry.Schema(query=Query)


def asked(query):
    result = plain.execute_sync("{" + query + "}")
    assert not result.errors, result.errors
    return result.data


def a_foreign_key():  # queries: 1 + n -> 1
    return asked("orders { number customer { name } }")


def resolvers_of_a_type():  # queries: 1 + 2n -> 1
    return asked("labels { label paid }")


def a_list():  # queries: 1 + n -> 1
    return asked("aList { customer { name } }")


def many_related_rows():  # queries: 2 + n
    return asked("withItems { items { quantity } }")


def a_path_and_a_type_by_its_name():  # queries: 1 + 2n*n -> 1
    return asked("items { productName order { number } }")


def properties_of_the_model():  # queries: 1 + n -> 1
    return asked("customers { city }")


def a_function_as_resolver():  # queries: 1 + 2n -> 2
    return asked("products { tagNames category { name } }")


# what costs nothing


def a_single_object():  # queries: 2
    return asked("order(pk: 1) { customer { name } }")


def joined():  # queries: 2
    return asked("joined { customer { name } } joinedByADecorator { customer { name } }")


def joined_by_the_type():  # queries: 1
    return asked("joinedByTheType { customer { name } }")


def only_columns():  # queries: 1
    return asked("onlyColumns { number customerId key }")


def a_list_of_numbers():  # queries: 1
    return asked("numbers")
