# needs: django_tables2
"""Tables of django-tables2: each column follows its accessor once per row."""

import django_tables2 as tables
from django.shortcuts import render
from django.views.generic import ListView
from django_tables2 import A, RequestConfig, SingleTableMixin, SingleTableView

from shop.models import Brand, Category, Customer, Order, OrderItem, Product
from shop.pages import page


class OrderTable(tables.Table):
    number = tables.Column()
    customer = tables.Column()
    city = tables.Column(accessor="customer__address__city")


def orders(request):
    table = OrderTable(Order.objects.order_by("pk"))  # expect: related-access-in-loop
    RequestConfig(request).configure(table)
    return render(request, "orders.html", {"table": table})


# template: orders.html
"""
{% load django_tables2 %}
{% render_table table %}
"""


def accessors():  # queries: 2 + 2n -> 2
    return page(orders)


def loaded_orders(request):
    table = OrderTable(Order.objects.select_related("customer__address"))
    return render(request, "orders.html", {"table": table})


def loaded():  # queries: 1
    return page(loaded_orders)


class ItemTable(tables.Table):
    """`product` is followed although the method shows only its key."""

    product = tables.Column()
    total = tables.Column(empty_values=())
    nothing = tables.Column()

    def render_product(self, record):
        return record.product_id

    def render_total(self, record):
        return record.quantity * record.order.number

    def render_nothing(self, record):
        return record.order.customer.address.country.name


def items(request):
    return render(request, "orders.html", {"table": ItemTable(OrderItem.objects.all())})  # expect: related-access-in-loop


def methods_of_the_table():  # queries: 1 + 2n*n -> 1
    return page(items)


class NameColumn(tables.Column):
    def render(self, value, record):
        return f"{value} of {record.brand.name}"


class ProductTable(tables.Table):
    name = NameColumn()
    link = tables.Column(accessor="name", linkify=True)
    parent = tables.LinkColumn("admin:index", accessor=A("pk"), text=lambda record: record.pk)
    hidden = tables.Column(accessor="category__parent__name", visible=False)
    tags = tables.ManyToManyColumn(transform=lambda tag: tag.name)

    class Meta:
        model = Product
        fields = ["price", "category_id"]


class ProductList(SingleTableView):
    queryset = Product.objects.order_by("pk")  # expect: related-access-in-loop
    table_class = ProductTable
    template_name = "orders.html"
    table_pagination = False


def columns_of_a_view():  # queries: 1 + 7n -> 2
    return page(ProductList.as_view())


class BrandTable(tables.Table):
    """Without `fields` there is a column for each field of the model."""

    class Meta:
        model = Brand
        exclude = ["id"]


class BrandList(SingleTableMixin, ListView):
    table_class = BrandTable
    template_name = "orders.html"

    def get_queryset(self):
        return Brand.objects.order_by("pk")  # expect: related-access-in-loop


def columns_of_the_model():  # queries: 2 + n -> 2
    return page(BrandList.as_view())


class CategoryTable(tables.Table):
    class Meta:
        model = Category
        fields = ["name", "parent.name"]


class CategoryList(SingleTableView):  # expect: related-access-in-loop
    model = Category
    table_class = CategoryTable
    template_name = "orders.html"


def paths_in_meta():  # queries: 2 + n -> 2
    return page(CategoryList.as_view())


class CustomerTable(tables.Table):
    city = tables.TemplateColumn(template_name="city.html")

    class Meta:
        model = Customer
        fields = ["name"]


# template: city.html
"""
{{ record.address.city }} {# elsewhere: related-access-in-loop #}
"""


def customers(request):
    rows = Customer.objects.order_by("pk")  # expect: related-access-in-loop
    return render(request, "orders.html", {"table": CustomerTable(rows)})


def template_columns():  # queries: 1 + n -> 1
    return page(customers)


def few_columns(request):
    table = OrderTable(Order.objects.all(), exclude=["customer", "city"])
    return render(request, "orders.html", {"table": table})


def columns_that_are_left_out():  # queries: 1
    return page(few_columns)
