"""A page that shows all rows of a table."""

# config: ignore = ["template-repeated-query"]
# config: page-size = 2
# config: slice-limit = 2
# config: rows."shop.Country" = 50
# config: rows."shop.Brand" = 5000

from asgiref.sync import sync_to_async
from django import forms
from django.conf import settings
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db import models
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import path
from django.views.generic import TemplateView

from shop.models import Brand, Category, Country, Customer, Order, OrderItem, Product, Review, Supplier, Tag
from shop.pages import page


def catalogue(request):
    products = Product.objects.filter(active=True)  # expect: unbounded-view-queryset
    return render(request, "catalogue.html", {"products": products, "title": "All"})


# template: catalogue.html
"""
{{ title }}: {{ products.count }}
{% if products %}
<ul>
  {% for product in products %} {# elsewhere: unbounded-view-queryset #}
  <li>{{ product.name }}</li>
  {% endfor %}
</ul>
{% endif %}
"""


def first_page():  # queries: 2 => 2  # rows: 1 + n => 3
    # => ['All:', '5', '<ul>', '<li>p0</li>', '<li>p1</li>', '</ul>', '<nav>', '1', '/', '3', '<a', 'href="?page=2"', 'rel="next">Next</a>', '</nav>']
    return page(catalogue).split()


def second_page():  # queries: 2 => 2
    # => ['p2', 'p3']
    return names(page(catalogue, page=2))


def no_number():  # rows: 1 + n => 3
    # => ['p0', 'p1']
    return names(page(catalogue, page="x"))


def beyond_the_last():  # queries: 2 => 2
    # => ['p4']
    return names(page(catalogue, page=99))


def names(body):
    return [part.partition("<")[0] for part in body.split("<li>")[1:]]


def searched(request):
    brands = Brand.objects.order_by("-name")  # expect: unbounded-view-queryset
    if word := request.GET.get("q"):
        brands = brands.filter(name__gte=word)
    context = {
        "brands": brands,
        "total": brands.count(),
    }
    return render(request, "brands.html", context)


# template: brands.html
"""
{% include "brand_list.html" with rows=brands only %}
"""

# template: brand_list.html
"""
<table>
  <tbody>
  {% for brand in rows %} {# elsewhere: unbounded-view-queryset #}
    {% for letter in brand.name %}{{ letter }}{% endfor %}
  {% endfor %}
  </tbody>
</table>
"""


def found():  # queries: 2 => 3  # rows: 1 + n => 4
    return page(searched)


class Reviews(TemplateView):
    template_name = "reviews.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["reviews"] = Review.objects.order_by("pk")  # expect: unbounded-view-queryset
        return context


# template: reviews.html
"""
{% for review in reviews %}{{ review.stars }}{% endfor %} {# elsewhere: unbounded-view-queryset #}
"""


def of_a_class():  # queries: 1 => 2  # rows: n*n => 3
    return page(Reviews.as_view())


def suppliers(request):
    return render(request, "suppliers.html", {"suppliers": Supplier.objects.all()})  # expect: unbounded-view-queryset


# template: suppliers.html
"""
{% for supplier in suppliers.all %}{{ supplier.name }}{% endfor %} {# elsewhere: unbounded-view-queryset #}
"""


def in_the_call():  # rows: n
    """A page has no `all()`: what is left to offer is the slice."""
    return page(suppliers)


def in_two_ways(request):
    tags = Brand.objects.order_by("pk")  # expect: unbounded-view-queryset
    names = [tag.name for tag in tags]
    return render(request, "tags.html", {"tags": tags, "names": names})


# template: tags.html
"""
{% for tag in tags %}{{ tag.name }}{% endfor %} {# elsewhere: unbounded-view-queryset #}
"""


def all_in_a_list(request):
    products = list(Product.objects.filter(active=True))  # expect: unbounded-view-queryset
    return render(request, "listed.html", {"products": products})


# template: listed.html
"""
{{ products|length }}
{% for product in products %} {# elsewhere: unbounded-view-queryset #}
{{ product.name }}
{% endfor %}
"""


def of_a_list():  # queries: 1 => 2  # rows: n => 3
    return page(all_in_a_list)


def by_an_answer_of_its_own(request):
    return TemplateResponse(request, "all.html", {"reviews": Review.objects.order_by("pk")})  # expect: unbounded-view-queryset


# template: all.html
"""
{% for review in reviews|slice:":2" %}{{ review.stars }}{% endfor %}
{% for review in reviews %}{{ review.stars }}{% endfor %} {# elsewhere: unbounded-view-queryset #}
"""


async def in_a_coroutine(request):
    """What waits has a slice at least: `Paginator` would ask the database at once."""
    items = OrderItem.objects.order_by("pk")  # expect: unbounded-view-queryset
    return await sync_to_async(render)(request, "items.html", {"items": items})


# template: items.html
"""
{% for item in items %}{{ item.quantity }}{% endfor %} {# elsewhere: unbounded-view-queryset #}
"""


class Theme(models.Model):
    name = models.CharField(max_length=50)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)

    class Meta:
        managed = False


def set_up_once(request):
    """Tags point at nothing, themes at who made them: neither table grows with what visitors do."""
    return render(request, "kinds.html", {"tags": Tag.objects.order_by("pk"), "themes": Theme.objects.all()})


# template: kinds.html
"""
{% for tag in tags %}{{ tag.name }}{% endfor %}{% for theme in themes %}{{ theme.name }}{% endfor %}
"""


def of_either(request):
    mine = Q(placed_by=request.user) | Q(customer__name=str(request.user))
    return render(request, "mine.html", {"orders": Order.objects.filter(mine)})


# template: mine.html
"""
{% for order in orders %}{{ order.number }}{% endfor %}
"""


def paged(request):
    products = Paginator(Product.objects.order_by("pk"), 2).get_page(request.GET.get("page"))
    return render(request, "catalogue.html", {"products": products})


def sliced(request):
    return render(request, "catalogue.html", {"products": Product.objects.order_by("pk")[:2]})


def sliced_by_the_template(request):
    return render(request, "few.html", {"products": Product.objects.order_by("pk")})


# template: few.html
"""
{% for product in products|slice:":2" %}{{ product.name }}{% endfor %}
"""


def paged_by_a_helper(request):
    products = Product.objects.order_by("pk")
    return render(request, "catalogue.html", {"products": page_of(request, products)})


def page_of(request, rows, size=2):
    return Paginator(rows, size).get_page(request.GET.get("page"))


def paged_unless_it_fails(request):
    pages = Paginator(Product.objects.order_by("pk"), 2)
    try:
        products = pages.page(request.GET.get("page"))
    except (PageNotAnInteger, EmptyPage):
        products = pages.page(1)
    return render(request, "catalogue.html", {"products": products})


def sliced_by_a_helper(request):
    return render(request, "catalogue.html", {"products": first_of(Product.objects.order_by("pk"))})


def first_of(rows):
    return rows[:2]


def a_list_sliced_by_the_template(request):
    return render(request, "few.html", {"products": [product for product in Product.objects.order_by("pk")]})


def a_list_of_some(request):
    """Only the loop knows how many are left."""
    products = [product for product in Product.objects.order_by("pk") if product.name.strip()]
    return render(request, "catalogue.html", {"products": products})


class Chosen(forms.Form):
    product = forms.ModelChoiceField(Product.objects.order_by("pk"))


def choices_of_a_form(request):
    return render(request, "form.html", {"form": Chosen()})


# template: form.html
"""
{{ form }}
"""


def while_debugging(request):
    if settings.DEBUG:
        return render(request, "catalogue.html", {"products": Product.objects.order_by("pk")})
    return render(request, "counted.html", {"products": Product.objects.all()})


def of_the_visitor(request):
    return render(request, "mine.html", {"orders": Order.objects.filter(customer__user=request.user)})


def counted(request):
    return render(request, "counted.html", {"products": Product.objects.all()})


# template: counted.html
"""
{{ products.count }} {{ products.exists }}
"""


def of_one_parent(request, pk):
    customer = get_object_or_404(Customer, pk=pk)
    context = {
        "products": customer.orders.all(),
        "more": OrderItem.objects.filter(order__customer=customer),
        "others": Order.objects.filter(customer_id=pk),
    }
    return render(request, "parent.html", context)


# template: parent.html
"""
{% for product in products %}{{ product.number }}{% endfor %}
{% for item in more %}{{ item.quantity }}{% endfor %}
{% for order in others %}{{ order.number }}{% endfor %}
"""


def of_unknown_conditions(request, **conditions):
    return render(request, "catalogue.html", {"products": Product.objects.filter(**conditions)})


def said_to_be_small(request):
    return render(request, "countries.html", {"countries": Country.objects.all()})


# template: countries.html
"""
{% for country in countries %}{{ country.name }}{% endfor %} {# expect: uncached-hot-read #}
"""


def with_a_menu(request):
    """What a context processor gives to every page is no list of a view."""
    return render(request, "menu.html", {})


# template: menu.html
"""
{% for category in menu %}{{ category.name }}{% endfor %}
"""


def distinct(request):
    return render(request, "names.html", {"names": Category.objects.values_list("name", flat=True).distinct()})


# template: names.html
"""
{% for name in names %}{{ name }}{% endfor %}
"""


def exported(request):
    return render(request, "catalogue.html", {"products": Product.objects.iterator()})


def helper(request):
    """Nobody is known to call it for a request."""
    return render(request, "catalogue.html", {"products": Product.objects.all()})


urlpatterns = [
    path("catalogue/", catalogue),
    path("searched/", searched),
    path("reviews/", Reviews.as_view()),
    path("suppliers/", suppliers),
    path("tags/", in_two_ways),
    path("kinds/", set_up_once),
    path("either/", of_either),
    path("paged/", paged),
    path("sliced/", sliced),
    path("few/", sliced_by_the_template),
    path("counted/", counted),
    path("listed/", all_in_a_list),
    path("response/", by_an_answer_of_its_own),
    path("waits/", in_a_coroutine),
    path("helper/", paged_by_a_helper),
    path("fails/", paged_unless_it_fails),
    path("first/", sliced_by_a_helper),
    path("few of a list/", a_list_sliced_by_the_template),
    path("some/", a_list_of_some),
    path("form/", choices_of_a_form),
    path("debug/", while_debugging),
    path("mine/", of_the_visitor),
    path("parent/<int:pk>/", of_one_parent),
    path("unknown/", of_unknown_conditions),
    path("countries/", said_to_be_small),
    path("menu/", with_a_menu),
    path("distinct/", distinct),
    path("exported/", exported),
]
