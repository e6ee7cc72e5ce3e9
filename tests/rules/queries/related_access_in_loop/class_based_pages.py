"""Pages of generic views: their querysets, their contexts, their templates."""

# config: ignore = ["unbounded"]

from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.generic import DetailView, ListView, TemplateView, UpdateView, View
from django.views.generic.base import TemplateResponseMixin
from django.views.generic.list import BaseListView, MultipleObjectMixin

from shop.models import Brand, Customer, Order, OrderItem, Product, Review, Supplier
from shop.pages import page


class Orders(ListView):  # expect: related-access-in-loop
    """All names are Django's defaults."""

    model = Order


# template: shop/order_list.html
"""
{% for order in object_list %}{{ order.customer }}{% endfor %} {# elsewhere: related-access-in-loop #}
{% for order in order_list %}{{ order.placed_by }}{% endfor %} {# elsewhere: related-access-in-loop #}
"""


def default_names():  # queries: 1 + 2n -> 1
    """There is no queryset to change: the class gets a method."""
    return page(Orders.as_view())


class Products(ListView):
    queryset = Product.objects.order_by("pk")  # expect: related-access-in-loop
    context_object_name = "products"
    template_name = "products.html"
    paginate_by = 3


# template: products.html
"""
{% for product in products %}{{ product.brand.name }}{% endfor %} {# elsewhere: related-access-in-loop #}
{% for product in page_obj %}{{ product.category.name }}{% endfor %} {# elsewhere: related-access-in-loop #}
{{ paginator.count }}
"""


def three_of_a_page():  # queries: 8 -> 2
    return page(Products.as_view())


class Suppliers(ListView):
    template_name = "suppliers.html"

    def get_queryset(self):
        rows = Supplier.objects.order_by("pk")  # expect: related-access-in-loop
        if self.request.GET.get("name"):
            rows = rows.filter(name=self.request.GET["name"])
        return rows

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["rows"] = context["object_list"]
        context["customers"] = Customer.objects.order_by("pk")  # expect: related-access-in-loop
        return context


# template: suppliers.html
"""
{% for supplier in rows %}{{ supplier.address.city }}{% endfor %} {# elsewhere: related-access-in-loop #}
{% for customer in customers %}{{ customer.address.city }}{% endfor %} {# elsewhere: related-access-in-loop #}
"""


def contexts_of_the_view():  # queries: 2 + 2n -> 2
    return page(Suppliers.as_view())


class Reviews(ListView):
    model = Review
    template_name = "reviews.html"

    def get_context_data(self, **kwargs):
        kwargs["stars"] = [(review.stars, review) for review in self.object_list]
        return super().get_context_data(**kwargs)

    def get_queryset(self):
        return super().get_queryset().order_by("pk")  # expect: related-access-in-loop


# template: reviews.html
"""
{% for stars, review in stars %}{{ stars }}{{ review.author.name }}{% endfor %} {# elsewhere: related-access-in-loop #}
"""


def rows_that_the_view_keeps():  # queries: 1 + n*n -> 1
    return page(Reviews.as_view())


class Report(TemplateResponseMixin, BaseListView):
    """A base view of the project."""

    template_name = "report.html"

    def restrict(self, rows):
        return rows.filter(active=True)

    def get_context_data(self, *args, object_list=None, **kwargs):
        rows = object_list if object_list is not None else self.object_list
        context = super().get_context_data(*args, object_list=self.restrict(rows), **kwargs)
        context["title"] = "Report"
        return context


class ProductReport(Report):
    def get_queryset(self):
        return Product.objects.order_by("pk")  # expect: related-access-in-loop


# template: report.html
"""
{{ title }}
{% for product in object_list %}{{ product.category.name }}{% endfor %} {# elsewhere: related-access-in-loop #}
"""


def base_views_of_the_project():  # queries: 1 + n -> 1
    return page(ProductReport.as_view())


class OrderPage(DetailView):
    model = Order
    template_name = "order.html"

    def get_object(self, queryset=None):
        return get_object_or_404(self.get_queryset(), number=0)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["items"] = self.object.items.order_by("pk")  # expect: related-access-in-loop
        return context


# template: order.html
"""
{{ order.customer.address.city }}{{ object.placed_by }}
{% for item in items %}{{ item.product }}{% endfor %} {# elsewhere: related-access-in-loop #}
"""


def lists_of_one_object():  # queries: 5 + n -> 5
    return page(OrderPage.as_view())


class Start(TemplateView):
    template_name = "start.html"

    def get_context_data(self, **kwargs):
        orders = Order.objects.order_by("pk")  # expect: related-access-in-loop
        return super().get_context_data(orders=orders, **kwargs)


# template: start.html
"""
{% for order in orders %}{{ order.customer.name }}{% endfor %} {# elsewhere: related-access-in-loop #}
"""


def plain_pages():  # queries: 1 + n -> 1
    return page(Start.as_view())


class Chosen(ListView):
    queryset = OrderItem.objects.order_by("pk")  # expect: related-access-in-loop

    def get_template_names(self):
        return ["chosen.html"]


# template: chosen.html
"""
{% for item in object_list %}{{ item.order.number }}{% endfor %} {# elsewhere: related-access-in-loop #}
"""


def chosen_templates():  # queries: 1 + n*n -> 1
    return page(Chosen.as_view())


class Rendering(TemplateResponseMixin, MultipleObjectMixin, View):
    template_name = "rendering.html"

    def get(self, request, *args, **kwargs):
        self.object_list = Brand.objects.order_by("pk")  # expect: related-access-in-loop
        context = self.get_context_data(more="more")
        return self.render_to_response(context)


# template: rendering.html
"""
{% for brand in object_list %}{{ brand.category }}{% endfor %} {# elsewhere: related-access-in-loop #}
"""


def views_that_render_by_themselves():  # queries: 1 + n -> 1
    return page(Rendering.as_view())


urlpatterns = [
    path("", ListView.as_view(queryset=Supplier.objects.order_by("pk"), template_name="urls.html")),  # expect: related-access-in-loop
]


# template: urls.html
"""
{% for supplier in object_list %}{{ supplier.address.city }}{% endfor %} {# elsewhere: related-access-in-loop #}
"""


def views_of_a_urlconf():  # queries: 1 + n -> 1
    return page(urlpatterns[0].callback)


# what costs nothing


class OneByOne(ListView):
    queryset = Product.objects.order_by("pk")
    template_name = "products.html"
    context_object_name = "products"
    paginate_by = 1


def pages_of_one_row():  # queries: 4
    return page(OneByOne.as_view())


class WithEverything(ListView):
    queryset = Product.objects.select_related("brand", "category").order_by("pk")
    template_name = "products.html"
    context_object_name = "products"


def joined():  # queries: 1
    return page(WithEverything.as_view())


class EditOrder(UpdateView):
    model = Order
    fields = ["number"]
    template_name = "order.html"

    def get_object(self, queryset=None):
        return Order.objects.get(number=0)


def forms_of_one_object():  # queries: 4
    return page(EditOrder.as_view())
