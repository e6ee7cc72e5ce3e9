"""Django Ninja: the rows that an operation returns, through the schema of its response."""

# needs: ninja
# config: ignore = ["api-list-without-pagination", "unbounded-json-response", "unbounded-page-size"]

from functools import wraps
from inspect import iscoroutinefunction
from typing import Annotated, Any, List, Optional

from asgiref.sync import sync_to_async
from django.db.models import Count, Prefetch
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from ninja import Field, ModelSchema, NinjaAPI, Router, Schema
from ninja.decorators import decorate_view
from ninja.orm import create_schema
from ninja.pagination import PageNumberPagination, paginate
from ninja.responses import Status
from ninja.testing import TestAsyncClient, TestClient
from pydantic import field_validator, model_validator

from shop.models import Brand, Category, Customer, Order, OrderItem, Product, Tag

router = Router()
api = NinjaAPI(urls_namespace="ninja fixture")


def answer(path):
    return TestClient(router).get(path).json()


class CountryOut(Schema):
    name: str


class AddressOut(Schema):
    city: str
    country: CountryOut


class CustomerOut(Schema):
    name: str


class OrderOut(Schema):
    number: int
    customer: CustomerOut


# nested schemas


@router.get("/orders", response=list[OrderOut])
def orders(request):
    return Order.objects.order_by("pk").select_related("customer")  # expect: related-access-in-loop
    #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related-access-in-loop: `customer`


def a_nested_schema():  # queries: 1 + n -> 1
    return answer("/orders")


@api.get("/orders", response=List[OrderOut])
def orders_of_an_api(request):
    return Order.objects.order_by("pk").select_related("customer")  # expect: related-access-in-loop


def an_operation_of_the_api():  # queries: 1 + n -> 1
    return TestClient(api).get("/orders").json()


@router.get("/filtered", response={200: List[OrderOut], 404: CustomerOut})
def filtered(request, number: int = 0):
    found = Order.objects.filter(number__gte=number).select_related("customer")  # expect: related-access-in-loop
    if request.GET.get("open"):
        found = found.filter(open=True)
    return found.order_by("pk")


def by_status():  # queries: 1 + n -> 1
    return answer("/filtered")


@router.post("/status", response={201: list[OrderOut], 400: list[CustomerOut]})
def with_a_status(request):
    return Status(201, Order.objects.order_by("pk").select_related("customer"))  # expect: related-access-in-loop


@router.post("/pair", response={201: list[OrderOut], 400: list[CustomerOut]})
def with_a_pair(request):
    return 201, Order.objects.order_by("pk").select_related("customer")  # expect: related-access-in-loop


def a_status_with_the_body():  # queries: 2 + 2n -> 2
    return [TestClient(router).post(path).json() for path in ("/status", "/pair")]


@router.get("/paged", response=list[OrderOut])
@paginate
def paged(request):
    return Order.objects.order_by("pk").select_related("customer")  # expect: related-access-in-loop


@router.get("/pages", response=list[OrderOut])
@paginate(PageNumberPagination, page_size=50)
def pages(request):
    return Order.objects.order_by("pk").select_related("customer")  # expect: related-access-in-loop


def page_by_page():  # queries: 4 + 2n -> 4
    return answer("/paged"), answer("/pages")


class DeepOut(Schema):
    name: str
    address: Optional[AddressOut] = None


class PlacedOut(OrderOut):
    """What a subclass declares replaces what it inherits."""

    customer: Annotated["DeepOut", Field(description="who pays")]


@router.get("/deep", response=list[PlacedOut])
def deep(request):
    return Order.objects.select_related("customer__address__country").order_by("pk")  # expect: related-access-in-loop


def schemas_in_schemas():  # queries: 1 + 2n -> 1
    return answer("/deep")


class ItemOut(Schema):
    quantity: int
    name: str = Field(..., alias="product.name")


class OrderWithItemsOut(Schema):
    number: int
    items: list[ItemOut]


@router.get("/items", response=list[OrderWithItemsOut])
def orders_with_items(request):
    return Order.objects.order_by("pk").prefetch_related("items__product")  # expect: related-access-in-loop


def lists_of_nested_schemas():  # queries: 1 + n + n*n -> 3
    return answer("/items")


class BrandOut(Schema):
    name: str
    category: "CategoryOut | None"


class CategoryOut(Schema):
    name: str


Brands = list[BrandOut]


@router.get("/brands", response=Brands)
def brands(request):
    found = list(Brand.objects.order_by("pk").select_related("category"))  # expect: related-access-in-loop
    return found


def an_alias_and_names_of_what_comes_later():  # queries: 1 + n -> 1
    return answer("/brands")


class TotalOut(Schema):
    count: int
    orders: list[OrderOut]


@router.get("/total", response=TotalOut)
def total(request):
    found = Order.objects.order_by("pk").select_related("customer")  # expect: related-access-in-loop
    return {"count": 7, "orders": found}


def rows_in_a_dictionary():  # queries: 1 + n -> 1
    return answer("/total")


@router.get("/hand", response=list[OrderOut])
def filled_in_by_hand(request):
    first = OrderOut.model_validate(Order.objects.first())
    return [first, *(OrderOut.from_orm(order) for order in Order.objects.order_by("pk").select_related("customer"))]  # expect: related-access-in-loop


def schemas_that_are_filled_in_by_hand():  # queries: 3 + n -> 3
    return answer("/hand")


# what a field reads



class NamedOut(Schema):
    name: str
    label: str
    category: str
    shown_brand: str = Field(alias="brand.name")

    @staticmethod
    def resolve_category(obj, context):
        return obj.category.name


@router.get("/products", response=list[NamedOut])
def products(request):
    return Product.objects.active().order_by("pk").select_related("brand", "category")  # expect: related-access-in-loop


def resolvers_aliases_and_methods():  # queries: 1 + 2n -> 1
    return answer("/products")


class CityOut(Schema):
    city: str


@router.get("/cities", response=list[CityOut])
def cities(request):
    return Customer.objects.order_by("pk").select_related("address")  # expect: related-access-in-loop


def properties():  # queries: 1 + n -> 1
    return answer("/cities")


class CountOut(Schema):
    number: int
    items: int

    @staticmethod
    def resolve_items(obj):
        return obj.items.count()  # expect: per-row-count-or-exists


@router.get("/counts", response=list[CountOut])
def counts(request):
    return Order.objects.order_by("pk")


def a_query_of_a_resolver():  # queries: 1 + n
    return answer("/counts")


@router.get("/hand_counts", response=Any)
def counts_by_hand(request):
    found = Order.objects.order_by("pk")
    return [CountOut.from_orm(order).dict() for order in found]


def a_query_of_a_resolver_in_a_loop():  # queries: 1 + n
    return answer("/hand_counts")


class TagsOut(Schema):
    """A manager is made a list of rows before the type is looked at."""

    tags: Any

    @field_validator("tags", mode="before")
    @classmethod
    def names(cls, tags):
        return [tag.name for tag in tags]


@router.get("/tags", response=list[TagsOut])
def tags(request):
    return Product.objects.active().order_by("pk").prefetch_related("tags")  # expect: related-access-in-loop


def rows_before_they_are_validated():  # queries: 1 + n -> 2
    return answer("/tags")


class FirstItemOut(Schema):
    items: list[ItemOut]

    @field_validator("items", mode="before")
    @classmethod
    def none_of_them(cls, items):
        return []


@router.get("/validated", response=list[FirstItemOut])
def validated(request):
    return Order.objects.prefetch_related("items").order_by("pk")


def a_validator_that_replaces_the_rows():  # queries: 2
    return answer("/validated")


class ReplacedOut(Schema):
    number: int
    customer: Any

    @model_validator(mode="before")
    @classmethod
    def columns(cls, row):
        return {"number": row.number, "customer": row.customer_id}


@router.get("/replaced", response=list[ReplacedOut])
def replaced(request):
    return Order.objects.order_by("pk")


def a_validator_that_replaces_the_row():  # queries: 1
    return answer("/replaced")


class ParentOut(Schema):
    name: str
    parent: "ParentOut | None"


@router.get("/tree", response=list[ParentOut])
def tree(request):
    return Category.objects.exclude(parent=None).order_by("pk").select_related("parent")  # expect: related-access-in-loop


def a_schema_in_itself():  # queries: 1 + n -> 1
    return answer("/tree")


# schemas of models


class ProductOut(ModelSchema):
    class Meta:
        model = Product
        fields = ["name", "category", "brand", "tags"]


@router.get("/keys", response=list[ProductOut])
def keys(request):
    return Product.objects.active().order_by("pk").prefetch_related("tags")  # expect: related-access-in-loop


def a_foreign_key_is_a_column():  # queries: 1 + n -> 2
    return answer("/keys")


class AllOut(ModelSchema):
    category: CategoryOut

    class Meta:
        model = Product
        exclude = ["suppliers", "notes"]

    @staticmethod
    def resolve_brand_id(obj):
        return len(obj.brand.name)


class AllOfItOut(AllOut):
    class Meta:
        """Not looked at: the fields are those of the parent."""

        model = Product
        fields = ["suppliers"]


@router.get("/all", response=list[AllOfItOut])
def everything(request):
    return Product.objects.active().order_by("pk").select_related("brand", "category").prefetch_related("tags")  # expect: related-access-in-loop


def fields_that_are_not_named():  # queries: 1 + 3n -> 2
    return answer("/all")


class WholeOrderOut(ModelSchema):
    class Meta:
        model = Order
        fields = "__all__"


@router.get("/whole", response=list[WholeOrderOut])
def whole(request):
    return Order.objects.order_by("pk")


def only_columns():  # queries: 1
    return answer("/whole")


DeepOrderOut = create_schema(Order, name="DeepOrderOut", depth=1, fields=["number", "customer"])
FlatOrderOut = create_schema(Order, name="FlatOrderOut", fields=["number", "customer"])
DeepItemOut = create_schema(OrderItem, name="DeepItemOut", depth=2, exclude=["quantity", "product"])
TaggedOut = create_schema(Product, name="TaggedOut", depth=1, fields=["tags"])
TagKeysOut = create_schema(Product, name="TagKeysOut", fields=["tags"])


@router.get("/depth", response=list[DeepOrderOut])
def with_depth(request):
    return Order.objects.order_by("pk").select_related("customer")  # expect: related-access-in-loop


@router.get("/flat", response=list[FlatOrderOut])
def without_depth(request):
    return Order.objects.order_by("pk")


@router.get("/deeper", response=list[DeepItemOut])
def with_more_depth(request):
    return OrderItem.objects.order_by("pk").select_related("order__customer", "order__placed_by").prefetch_related("order__placed_by__groups", "order__placed_by__user_permissions")[:100]  # expect: related-access-in-loop


@router.get("/tagged", response=list[TaggedOut])
def with_depth_of_many(request):
    return Product.objects.active().order_by("pk").prefetch_related("tags")  # expect: related-access-in-loop


@router.get("/tag_keys", response=list[TagKeysOut])
def keys_of_many(request):
    return Product.objects.active().order_by("pk").prefetch_related("tags")  # expect: related-access-in-loop


def depth():  # queries: 1 + n -> 1
    return answer("/depth")


def no_depth():  # queries: 1
    return answer("/flat")


def depth_of_two():  # queries: 1 + 5n*n -> 3
    return answer("/deeper")


def depth_and_many_rows():  # queries: 2 + 2n -> 4
    return answer("/tagged"), answer("/tag_keys")


# one row


@router.get("/orders/{number}", response=OrderOut)
def one_order(request, number: int):
    return get_object_or_404(Order, number=number)


def a_single_object():  # queries: 2
    return answer("/orders/1")


class LineOut(Schema):
    quantity: int
    product: CategoryOut


class ReceiptOut(Schema):
    number: int
    items: list[LineOut]  # expect: related-access-in-loop
    parcels: list[int] = []


@router.get("/receipts/{number}", response=ReceiptOut)
def one_order_with_items(request, number: int):
    return Order.objects.get(number=number)


def nested_lists_of_a_single_object():  # queries: 2 + n
    return answer("/receipts/1")


class BillOut(Schema):
    number: int
    items: list[LineOut]

    @staticmethod
    def resolve_items(obj):
        return obj.items.order_by("pk").select_related("product")  # expect: related-access-in-loop


@router.get("/bills/{number}", response=BillOut)
def one_order_with_its_own_items(request, number: int):
    return Order.objects.get(number=number)


def a_queryset_of_a_resolver():  # queries: 2 + n -> 2
    return answer("/bills/1")


# decorators


def logged(operation):
    @wraps(operation)
    def wrapper(request, *args, **kwargs):
        try:
            result = operation(request, *args, **kwargs)
        except ValueError:
            return []
        return result

    return wrapper


def limited(most):
    def decorate(operation):
        @wraps(operation)
        def wrapper(request):
            return operation(request)[:most]

        return wrapper

    return decorate


def joining(operation):
    @wraps(operation)
    def wrapper(request):
        orders = operation(request)
        return orders.select_related("customer")

    return wrapper


def joined(orders):
    return orders.select_related("customer")


def joining_elsewhere(operation):
    @wraps(operation)
    def wrapper(request):
        orders = operation(request)
        orders = joined(orders)
        return orders

    return wrapper


def measured(operation=None):
    def decorate(function):
        @wraps(function)
        async def in_a_coroutine(request):
            return await function(request)

        @wraps(function)
        def wrapper(request):
            result = function(request)
            if isinstance(result, dict):
                request.size = len(result)
            return result

        return in_a_coroutine if iscoroutinefunction(function) else wrapper

    return decorate(operation) if operation else decorate


@router.get("/logged", response=list[OrderOut])
@logged
@decorate_view(cache_control(private=True))
def passed_on(request):
    return Order.objects.order_by("pk").select_related("customer")  # expect: related-access-in-loop


@router.get("/measured", response=list[OrderOut])
@measured
def passed_on_and_looked_at(request):
    return Order.objects.order_by("pk").select_related("customer")  # expect: related-access-in-loop


@router.get("/joining_elsewhere", response=list[OrderOut])
@joining_elsewhere
def changed_elsewhere(request):
    return Order.objects.order_by("pk")


@router.get("/joining", response=list[OrderOut])
@joining
def changed(request):
    return Order.objects.order_by("pk")


@router.get("/limited", response=list[OrderOut])
@limited(most=1)
def cut(request):
    return Order.objects.order_by("pk")


def decorators_that_pass_on():  # queries: 2 + 2n -> 2
    return answer("/logged"), answer("/measured")


def decorators_that_join():  # queries: 2
    return answer("/joining"), answer("/joining_elsewhere")


def decorators_that_cut():  # queries: 2
    return answer("/limited")


# what costs nothing


@router.get("/loaded", response=list[PlacedOut])
def loaded(request):
    return Order.objects.select_related("customer__address__country").order_by("pk")


def loaded_with_a_join():  # queries: 1
    return answer("/loaded")


@router.get("/prefetched", response=list[OrderWithItemsOut])
def prefetched(request):
    items = OrderItem.objects.select_related("product")
    return Order.objects.prefetch_related(Prefetch("items", queryset=items)).order_by("pk")


def prefetched_with_a_join():  # queries: 2
    return answer("/prefetched")


class ActiveTagsOut(Schema):
    shown: list[CategoryOut]


@router.get("/attribute", response=list[ActiveTagsOut])
def into_an_attribute(request):
    return Product.objects.active().prefetch_related(Prefetch("tags", Tag.objects.all(), to_attr="shown"))


def prefetched_into_an_attribute():  # queries: 2
    return answer("/attribute")


class KeyOut(Schema):
    number: int
    customer_id: int
    items_count: int


@router.get("/columns", response=list[KeyOut])
def columns(request):
    return Order.objects.annotate(items_count=Count("items")).order_by("pk")


def columns_and_annotations():  # queries: 1
    return answer("/columns")


@router.get("/values", response=list[KeyOut])
def values(request):
    return Order.objects.annotate(items_count=Count("items")).values("number", "customer_id", "items_count")


def dictionaries():  # queries: 1
    return answer("/values")


class ResolvedOut(Schema):
    """A resolver replaces the attribute of that name."""

    customer: CustomerOut

    @staticmethod
    def resolve_customer(obj):
        return {"name": f"number {obj.customer_id}"}


@router.get("/resolved", response=list[ResolvedOut])
def resolved(request):
    return Order.objects.order_by("pk")


def resolved_without_a_query():  # queries: 1
    return answer("/resolved")


@router.get("/built", response=list[OrderOut])
def built(request):
    return [{"number": order.number, "customer": {"name": ""}} for order in Order.objects.order_by("pk")]


def built_by_hand():  # queries: 1
    return answer("/built")


class Unrelated:
    def get(self, path, response):
        return lambda function: function


other = Unrelated()


@other.get("/", response=list[OrderOut])
def no_operation():
    return Order.objects.order_by("pk")


def a_decorator_of_that_name():  # queries: 1
    return [order.number for order in no_operation()]


# async


@router.get("/async", response=list[OrderOut])
async def in_a_coroutine(request):
    """Django refuses the query for a customer here."""
    return [order async for order in Order.objects.order_by("pk").select_related("customer")]  # expect: related-access-in-loop


@router.get("/awaited", response=list[OrderOut])
async def in_a_coroutine_with_a_join(request):
    return await sync_to_async(list)(Order.objects.select_related("customer").order_by("pk"))


async def awaited():  # queries: 1
    client = TestAsyncClient(router)
    return (await client.get("/awaited")).json()
