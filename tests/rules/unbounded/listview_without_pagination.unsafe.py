"""Class-based views that show all rows of a table."""

# config: ignore = ["template-repeated-query"]
# config: page-size = 2
# config: rows."shop.Country" = 50
# config: rows."shop.Brand" = 5000

from django.urls import path
from django.views.generic import ListView

from shop.models import Brand, Category, Country, Customer, Order, Product, Review, Supplier, Tag
from shop.pages import page


class Catalogue(ListView):  # expect: listview-without-pagination
    model = Product
    template_name = "catalogue.html"
    ordering = ["pk"]
    paginate_by = 2

    def get_context_data(self, **kwargs):
        return super().get_context_data(title="Products", **kwargs)


# template: catalogue.html
"""
{{ title }}: {{ paginator.count }}
<ul>
  {% for product in object_list %} {# elsewhere: listview-without-pagination #}
  <li>{{ product.name }}</li>
  {% empty %}
  Nothing
  {% endfor %}
</ul>
{% if page_obj.has_other_pages %}
<nav>
  {% if page_obj.has_previous %}<a href="?page={{ page_obj.previous_page_number }}" rel="prev">Previous</a>{% endif %}
  {{ page_obj.number }} / {{ page_obj.paginator.num_pages }}
  {% if page_obj.has_next %}<a href="?page={{ page_obj.next_page_number }}" rel="next">Next</a>{% endif %}
</nav>
{% endif %}
"""


def first_page():  # queries: 2 => 2  # rows: 1 + 2n => 3
    # => ['Products:', '10', '<ul>', '<li>p0</li>', '<li>p1</li>', '</ul>', '<nav>', '1', '/', '5', '<a', 'href="?page=2"', 'rel="next">Next</a>', '</nav>']
    return page(Catalogue.as_view()).split()


def second_page():  # queries: 2 => 2
    # => [' p2', ' p3']
    return [part.partition("</li>")[0] for part in page(Catalogue.as_view(), page=2).replace("<li>", "<li> ").split("<li>")[1:]]


class Reviews(ListView):  # expect: listview-without-pagination
    """Ordered already, and its template has links."""

    queryset = Review.objects.order_by("pk")
    context_object_name = "reviews"
    template_name = "reviews.html"
    paginate_by = 2


# template: reviews.html
"""
{% for review in reviews %}{{ review.stars }}{% endfor %} {# elsewhere: listview-without-pagination #}
{% include "pages.html" %} {% if page_obj.has_next %}more{% endif %}
"""

# template: pages.html
"""
{{ page_obj.number }}
"""


def with_links():  # queries: 1 => 2  # rows: n*n => 3
    # => ['01', '1', 'more']
    return page(Reviews.as_view()).split()


class Open(ListView):  # expect: listview-without-pagination
    template_name = "orders.html"
    paginate_by = 2

    def get_queryset(self):
        return Order.objects.filter(open=True).order_by("pk")


# template: orders.html
"""
{% for order in object_list %}{{ order.number }}{% endfor %}
{% if page_obj.has_other_pages %}
<nav>
  {% if page_obj.has_previous %}<a href="?page={{ page_obj.previous_page_number }}" rel="prev">Previous</a>{% endif %}
  {{ page_obj.number }} / {{ page_obj.paginator.num_pages }}
  {% if page_obj.has_next %}<a href="?page={{ page_obj.next_page_number }}" rel="next">Next</a>{% endif %}
</nav>
{% endif %} {# elsewhere: listview-without-pagination #}
"""


def of_its_own_queryset():  # queries: 1 => 2  # rows: n => 3
    return page(Open.as_view())


class Short(ListView):  # expect: listview-without-pagination
    model = Brand
    template_name = "names.html"
    ordering = ["pk"]
    paginate_by = 2


# template: names.html
"""
{% for row in object_list %}{{ row.name }}{% endfor %}
{% if page_obj.has_other_pages %}
<nav>
  {% if page_obj.has_previous %}<a href="?page={{ page_obj.previous_page_number }}" rel="prev">Previous</a>{% endif %}
  {{ page_obj.number }} / {{ page_obj.paginator.num_pages }}
  {% if page_obj.has_next %}<a href="?page={{ page_obj.next_page_number }}" rel="next">Next</a>{% endif %}
</nav>
{% endif %} {# elsewhere: listview-without-pagination #}
"""


class Paged(ListView):
    model = Product
    paginate_by = 2
    ordering = "pk"
    template_name = "names.html"


class PagedByItsBase(Paged):
    model = Product


class PagedByItself(ListView):
    model = Product
    ordering = "pk"
    template_name = "names.html"

    def get_paginate_by(self, queryset):
        return min(int(self.request.GET.get("size", 2)), 100)


class PagedInTheUrls(ListView):
    model = Supplier
    ordering = ["pk"]
    template_name = "names.html"


class Sized:
    paginate_by = 2


class PagedByAMixin(Sized, ListView):
    model = Product
    ordering = "pk"
    template_name = "names.html"


class SlicedByItsMethod(ListView):
    template_name = "names.html"

    def get_queryset(self):
        return Product.objects.order_by("pk")[:2]


class Sliced(ListView):
    queryset = Product.objects.order_by("pk")[:2]
    template_name = "names.html"


class OfOneParent(ListView):
    template_name = "orders.html"

    def get_queryset(self):
        return Order.objects.filter(customer=self.kwargs["customer"])


class OfAParent(ListView):
    template_name = "orders.html"

    def get_queryset(self):
        return Customer.objects.get(pk=self.kwargs["customer"]).orders.all()


class Small(ListView):
    model = Country
    template_name = "names.html"


class WithAPageOfItsOwn(ListView):  # expect: listview-without-pagination
    """`paginate_queryset()` is called for views with a size only: it makes no pages. The template shows all rows."""

    model = Product
    template_name = "names.html"
    ordering = ["pk"]
    paginate_by = 2

    def paginate_queryset(self, queryset, page_size):
        return super().paginate_queryset(queryset, 2)


def not_paged():  # queries: 1 => 2  # rows: 2n => 3
    return page(WithAPageOfItsOwn.as_view())


class NoList(ListView):
    model = Tag
    template_name = "total.html"


# template: total.html
"""
{{ object_list.count }}
"""


class Elsewhere(ListView):
    """Its template is not among the files of the project."""

    model = Brand
    template_name = "of_a_package.html"


urlpatterns = [path("suppliers/", PagedInTheUrls.as_view(paginate_by=2))]
