# needs: django_filters
# config: ignore = ["listview-without-pagination"]
"""django-filter: rows that go through a filter set, and the choice lists in its form."""

import django_filters
from django.shortcuts import render
from django_filters.views import FilterView

from shop.models import Brand, Category, Order, Product
from shop.pages import page


class OrderFilter(django_filters.FilterSet):
    class Meta:
        model = Order
        fields = ["number"]


def orders(request):
    filtered = OrderFilter(request.GET, queryset=Order.objects.order_by("pk"))  # expect: related-access-in-loop
    return render(request, "orders.html", {"filter": filtered})


# template: orders.html
"""
{{ filter.form }}
{% for order in filter.qs %}
  {{ order.customer.name }} {# elsewhere: related-access-in-loop #}
{% endfor %}
"""


def rows_of_a_filter_set():  # queries: 1 + n -> 1
    return page(orders)


def loaded_orders(request):
    filtered = OrderFilter(request.GET, queryset=Order.objects.select_related("customer"))
    return render(request, "orders.html", {"filter": filtered})


def loaded_rows():  # queries: 1
    return page(loaded_orders)


def all_orders(request):
    """Without a queryset there is none to edit."""
    return render(request, "orders.html", {"filter": OrderFilter(request.GET)})  # expect: related-access-in-loop


def rows_of_the_model():  # queries: 1 + n
    return page(all_orders)


def open_brands(request):
    return Brand.objects.filter(products__active=True).distinct()  # expect: related-access-in-loop


class ProductFilter(django_filters.FilterSet):
    brand = django_filters.ModelChoiceFilter(queryset=Brand.objects.all())  # expect: related-access-in-loop
    brands = django_filters.ModelMultipleChoiceFilter(field_name="brand", queryset=open_brands)
    category = django_filters.ModelChoiceFilter(queryset=Category.objects.all())

    class Meta:
        model = Product
        fields = ["name"]


class ProductList(FilterView):
    model = Product
    filterset_class = ProductFilter
    template_name = "products.html"


# template: products.html
"""
{{ filter.form.as_p }}
{% for product in object_list %}{{ product.name }}{% endfor %}
"""


def choice_lists():  # queries: 4 + 2n -> 4
    return page(ProductList.as_view())


class LoadedFilter(django_filters.FilterSet):
    brand = django_filters.ModelChoiceFilter(queryset=Brand.objects.select_related("category"))

    class Meta:
        model = Product
        fields = ["name"]

    @property
    def qs(self):
        return super().qs.select_related("brand")


class LoadedList(FilterView):
    queryset = Product.objects.order_by("pk")
    filterset_class = LoadedFilter
    template_name = "brands.html"


# template: brands.html
"""
{{ filter.form.as_p }}
{% for product in object_list %}{{ product.brand.name }}{% endfor %}
"""


def loaded_choices_and_rows():  # queries: 2
    return page(LoadedList.as_view())


class BrandList(FilterView):
    queryset = Product.objects.order_by("pk")  # expect: related-access-in-loop
    filterset_class = OrderFilter
    template_name = "names.html"


# template: names.html
"""
{% for product in filter.qs %}
  {{ product.brand.name }} {# elsewhere: related-access-in-loop #}
{% endfor %}
"""


def rows_of_a_filter_view():  # queries: 1 + 2n -> 1
    return page(BrandList.as_view())


class KeysFilter(django_filters.FilterSet):
    """Keys that `Meta.fields` names list all rows of the other model."""

    class Meta:
        model = Product
        fields = ["brand", "category"]  # expect: related-access-in-loop


class KeysList(FilterView):
    model = Product
    filterset_class = KeysFilter
    template_name = "products.html"


def keys_of_the_model():  # queries: 3 + n
    return page(KeysList.as_view())


class UnseenFilter(django_filters.FilterSet):
    """Used by an API: nobody shows the form."""

    brand = django_filters.ModelChoiceFilter(queryset=Brand.objects.all())

    class Meta:
        model = Product
        fields = ["name"]


def without_a_form():  # queries: 1
    return [product.name for product in UnseenFilter({}, queryset=Product.objects.order_by("pk")).qs]
