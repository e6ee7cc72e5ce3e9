"""Tags and filters of the project (shop/templatetags/shop_tags.py), and tags of Django that look at rows."""

from django.shortcuts import render

from shop.models import Customer, Order, Product
from shop.pages import page


def filters(request):
    rows = Product.objects.filter(active=True).order_by("pk")  # expect: related-access-in-loop
    return render(request, "filters.html", {"products": rows})


# template: filters.html
"""
{% load shop_tags %}
{% for product in products %}{{ product|brand_of|upper }}{% endfor %} {# elsewhere: related-access-in-loop #}
"""


def filters_of_the_project():  # queries: 1 + n -> 1
    return page(filters)


def named_filters(request):
    rows = Customer.objects.order_by("pk")  # expect: related-access-in-loop
    return render(request, "named.html", {"customers": rows})


# template: named.html
"""
{% load city from shop_tags %}
{% for customer in customers %}{{ customer|city:"nowhere" }}{% endfor %} {# elsewhere: related-access-in-loop #}
"""


def filters_with_a_name():  # queries: 1 + n -> 1
    return page(named_filters)


def simple_tags(request):
    rows = Product.objects.filter(active=True).order_by("pk")  # expect: related-access-in-loop
    return render(request, "simple.html", {"products": rows})


# template: simple.html
"""
{% load shop_tags %}
{% for product in products %}{% label_of product as label %}{{ label }}{% endfor %} {# elsewhere: related-access-in-loop #}
"""


def simple_tags_of_the_project():  # queries: 1 + n -> 1
    return page(simple_tags)


def context_tags(request):
    rows = Order.objects.order_by("pk")  # expect: related-access-in-loop
    return render(request, "context_tags.html", {"orders": rows, "hello": "Hello"})


# template: context_tags.html
"""
{% load shop_tags %}
{% for order in orders %}
  {% greeting order %} {# elsewhere: related-access-in-loop #}
  {% first_order %}
{% endfor %}
"""

# template: order_row.html
"""
{{ row.number }}{{ row.placed_by.username }} {# elsewhere: related-access-in-loop #}
"""


def tags_that_take_the_context():  # queries: 1 + 2n -> 1
    return page(context_tags)


def inclusion_tags(request):
    rows = Order.objects.order_by("pk")  # expect: related-access-in-loop
    return render(request, "inclusion.html", {"orders": rows})


# template: inclusion.html
"""
{% load shop_tags %}
{% for order in orders %}{% order_row order %}{% endfor %}
{% for order in orders %}{% order_row order=order %}{% endfor %}
"""


def inclusion_tags_of_the_project():  # queries: 1 + n -> 1
    return page(inclusion_tags)


def tags_with_rows(request):
    return render(request, "tags_with_rows.html")


# template: tags_with_rows.html
"""
{% load shop_tags %}
{% cheapest 3 as products %}
{% for product in products %}{{ product.brand.category }}{% endfor %} {# elsewhere: related-access-in-loop #}
"""


def rows_that_a_tag_returns():
    return page(tags_with_rows)


def builtin_tags(request):
    rows = Order.objects.order_by("pk")  # expect: related-access-in-loop
    return render(request, "builtin.html", {"orders": rows})


# template: builtin.html
"""
{% load i18n %}
{% for order in orders %}
  {% widthratio order.customer.name|length 100 10 %} {# elsewhere: related-access-in-loop #}
  {% firstof order.placed_by.username "nobody" %} {# elsewhere: related-access-in-loop #}
  {% blocktranslate with city=order.customer.address.city %}In {{ city }}{% endblocktranslate %} {# elsewhere: related-access-in-loop #}
  {% ifchanged order.customer.name %}new{% endifchanged %} {# elsewhere: related-access-in-loop #}
  {% filter upper %}{{ order.parcel.carrier.name }}{% endfilter %} {# elsewhere: related-access-in-loop #}
{% endfor %}
"""


def tags_of_django():  # queries: 1 + 5n -> 1
    """A row that belongs to another one is not asked of the default manager, which would join the carrier."""
    return page(builtin_tags)


def cached_parts(request):
    rows = Order.objects.order_by("pk")  # expect: related-access-in-loop # severity: info
    return render(request, "cached.html", {"orders": rows})


# template: cached.html
"""
{% load cache %}
{% cache 500 orders %}
  {% for order in orders %}{{ order.customer.name }}{% endfor %} {# elsewhere: related-access-in-loop #}
{% endcache %}
"""


def paid_when_the_cache_expires():
    return page(cached_parts)


def menus(request):
    return render(request, "menus.html")


# template: menus.html
"""
{% for category in menu %}
  {% for child in category.children.all %}{{ child.name }}{% endfor %} {# elsewhere: related-access-in-loop #}
{% endfor %}
"""


def variables_of_context_processors():  # queries: 1 + n
    return page(menus)
