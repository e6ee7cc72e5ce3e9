"""JSON with all rows of a table."""

# config: ignore = ["uncached-hot-read"]
# config: page-size = 2
# config: slice-limit = 2
# config: rows."shop.Country" = 50
# config: rows."shop.Brand" = 5000

import json

from django.core import serializers
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse, JsonResponse
from django.urls import path

from shop.models import Brand, Category, Country, Customer, Order, Product, Supplier
from shop.pages import page


def products(request):
    rows = list(Product.objects.values("name"))  # expect: unbounded-json-response
    #           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unbounded-json-response: every `Product`
    return JsonResponse({"products": rows})


def all_of_them():  # queries: 1 => 1  # rows: 2n => 2
    # => ['p0', 'p1']
    return [row["name"] for row in json.loads(page(products))["products"]]


def brands(request):
    rows = Brand.objects.exclude(name="none")  # expect: unbounded-json-response
    return JsonResponse({"brands": [{"name": brand.name} for brand in rows], "total": rows.count()})


def page_by_page():  # queries: 1 => 3  # rows: n => 4
    # => {'brands': [{'name': 'brand2'}, {'name': 'brand3'}], 'num_pages': 3, 'total': 5}
    return json.loads(page(brands, page=2))


def suppliers(request):
    return JsonResponse([s.name for s in Supplier.objects.all()], safe=False)  # expect: unbounded-json-response


def a_bare_list():  # queries: 1 => 1  # rows: n => 2
    """It has no room for the number of pages."""
    return len(json.loads(page(suppliers)))


def tags(request):
    return HttpResponse(serializers.serialize("json", Brand.objects.order_by("pk")))  # expect: unbounded-json-response


def serialized():  # queries: 1 => 1  # rows: n => 2
    return len(json.loads(page(tags)))


def dumped(request):
    names = Product.objects.values_list("name", flat=True)  # expect: unbounded-json-response
    return HttpResponse(json.dumps(list(names)))


def as_text():  # queries: 1 => 1  # rows: 2n => 2
    return len(json.loads(page(dumped)))


def search(request):
    found = Product.objects.filter(price__gte=request.GET["from"]).values("name")[:20]
    return JsonResponse({"results": list(found)})


def rows_of_a_page(request):
    """`object_list` of a page is the queryset with the page's limit."""
    found = Paginator(Product.objects.order_by("pk").values("name"), 2).get_page(request.GET.get("page"))
    return JsonResponse({"results": list(found.object_list), "again": [row["name"] for row in found]})


def some_of_a_page():  # queries: 2
    return page(rows_of_a_page)


def limited_by_a_helper(request):
    return JsonResponse({"names": first_names(Product.objects.order_by("pk"))})


def first_names(products):
    return [product.name for product in products[:20]]


def only_some_of_them(request):
    """Only the loop knows how many are left."""
    return JsonResponse({"names": [product.name for product in Product.objects.order_by("pk") if product.name.strip()]})


def of_one_customer(request, pk):
    orders = Order.objects.filter(customer_id=pk)
    return JsonResponse({"orders": [order.number for order in orders]})


def of_a_parent(request, pk):
    return JsonResponse({"orders": [order.number for order in Customer.objects.get(pk=pk).orders.all()]})


def per_customer(request):
    return JsonResponse({"orders": list(Order.objects.values("customer").annotate(n=Count("pk")))})


def countries(request):
    return JsonResponse({"countries": list(Country.objects.values("name"))})


def some(request):
    return JsonResponse({"total": Product.objects.count(), "first": Product.objects.values("name").first()})


def written_to_a_file():
    return json.dumps(list(Product.objects.values("name")))


urlpatterns = [
    path("products/", products),
    path("brands/", brands),
    path("suppliers/", suppliers),
    path("tags/", tags),
    path("dumped/", dumped),
    path("search/", search),
    path("page/", rows_of_a_page),
    path("helper/", limited_by_a_helper),
    path("left/", only_some_of_them),
    path("customer/<int:pk>/", of_one_customer),
    path("parent/<int:pk>/", of_a_parent),
    path("groups/", per_customer),
    path("countries/", countries),
    path("some/", some),
]
