"""Operations of Django Ninja that answer with all rows."""

# needs: ninja
# config: ignore = ["uncached-hot-read"]
# config: page-size = 2
# config: slice-limit = 2
# config: rows."shop.Country" = 50
# config: rows."shop.Brand" = 5000
# config: rows."shop.Category" = 5000
# choose: @paginate

from django.views.decorators.cache import cache_control
from ninja import NinjaAPI, Router, Schema
from ninja.decorators import decorate_view
from ninja.pagination import LimitOffsetPagination, RouterPaginated, paginate
from ninja.testing import TestClient

from shop.models import Brand, Category, Country, Order, Product, Supplier, Tag

router = Router()
api = NinjaAPI(urls_namespace="ninja lists")
pages = RouterPaginated()


class Named(Schema):
    name: str


def rows(path):
    answer = TestClient(router).get(path).json()
    return [row["name"] for row in (answer["items"] if isinstance(answer, dict) else answer)]


@router.get("/products", response=list[Named])
def products(request):
    return Product.objects.filter(active=True)  # expect: api-list-without-pagination
    #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ api-list-without-pagination: `products` has no pagination:


def first_page():  # queries: 1 => 2  # rows: n => 3
    # => ['p0', 'p1']
    return rows("/products")


def second_page():  # queries: 1 => 2
    # => ['p2', 'p3']
    return rows("/products?page=2")


@router.get("/brands", response={200: list[Named]})
@decorate_view(cache_control(max_age=60))
def brands(request):
    return Brand.objects.order_by("pk")  # expect: api-list-without-pagination


def in_an_answer_with_headers():  # rows: n => 3
    return len(rows("/brands"))


@router.get("/categories", response={200: list[Named]})
def categories(request):
    """Pages are made of rows, not of a status with rows."""
    found = Category.objects.order_by("pk")  # expect: unbounded-json-response
    return 200, found


@router.get("/suppliers", response=list[Named])
def suppliers(request):
    return list(Supplier.objects.all())  # expect: unbounded-json-response


# pages, few rows, other answers


@router.get("/pages", response=list[Named])
@paginate
def in_pages(request):  # elsewhere: unbounded-page-size
    return Category.objects.order_by("pk")


@router.get("/pages of a size", response=list[Named])
@paginate(LimitOffsetPagination, max_limit=10)
def in_pages_of_a_size(request):
    return Category.objects.order_by("pk")


@pages.get("/pages of the router", response=list[Named])
def in_pages_of_the_router(request):
    return Tag.objects.order_by("pk")


@router.get("/some", response=list[Named])
def some(request):
    return Product.objects.order_by("pk")[:20]


@router.get("/countries", response=list[Named])
def countries(request):
    return Country.objects.all()


@router.get("/items/{pk}", response=list[Named])
def of_one_category(request, pk: int):
    return Product.objects.filter(category=pk)


@router.get("/one", response=Named)
def one(request):
    return Order.objects.first().customer
