"""Rows that a template visits, with what the view hands to it."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.template.loader import get_template, render_to_string
from django.template.response import TemplateResponse

from shop.models import Category, Customer, Order, OrderItem, Product, Review, Supplier
from shop.pages import page


def orders(request):
    rows = Order.objects.order_by("pk").select_related("customer__address")  # expect: related-access-in-loop
    return render(request, "orders.html", {"orders": rows})


# template: orders.html
"""
{% for order in orders %}
  {{ order.number }}
  {{ order.customer.name }} {# elsewhere: related-access-in-loop #}
  {% with city=order.customer.address.city %}{{ city }}{% endwith %} {# elsewhere: related-access-in-loop #}
{% empty %}
  Nothing
{% endfor %}
"""


def dotted_paths():  # queries: 1 + 2n -> 1
    return page(orders)


def products(request):
    context = {"title": "Products"}
    context["products"] = Product.objects.order_by("pk").select_related("brand", "category").prefetch_related("tags")  # expect: related-access-in-loop
    context.update(more="nothing")
    return TemplateResponse(request, "products.html", context)


# template: products.html
"""
{% extends "base.html" %}
{% block title %}{{ title }}{{ block.super }}{% endblock %}
{% block content %}
  {% for product in products reversed %}
    {% if product.brand and product.active %} {# elsewhere: related-access-in-loop #}
      {{ forloop.counter }}. {{ product.name|upper }}
    {% endif %}
    {% include "card.html" with card=product only %}
  {% endfor %}
{% endblock %}
"""

# template: base.html
"""
<title>{% block title %}Shop{% endblock %}</title>
{% block content %}{% endblock %}
"""

# template: card.html
"""
{{ card.category_name }} {# elsewhere: related-access-in-loop #}
{{ card.tags.all|length }} {# elsewhere: related-access-in-loop #}
{{ card.pk }}{{ card.brand_id }}
"""


def blocks_includes_and_methods():  # queries: 1 + 6n -> 2
    return page(products)


def mail(request):
    customers = Customer.objects.order_by("pk").select_related("address").prefetch_related("orders")  # expect: related-access-in-loop
    text = render_to_string("mail.txt", {"customers": customers})
    return [text.encode()]


# template: mail.txt
"""
{% for customer in customers %}{{ customer.name }}: {{ customer.city }} {# elsewhere: related-access-in-loop #}
{% for order in customer.orders.all %}{{ order.number }}{% endfor %} {# elsewhere: related-access-in-loop #}
{% endfor %}
"""


def mail_templates():  # queries: 1 + 2n -> 2
    return page(mail)


def reviews(request):
    template = get_template("reviews.html")
    rows = Review.objects.order_by("product", "pk").select_related("author", "product")  # expect: related-access-in-loop
    return [template.render({"reviews": rows}, request).encode()]


# template: reviews.html
"""
{% regroup reviews by product as groups %} {# elsewhere: related-access-in-loop #}
{% for product, group in groups %}
  {{ product.name }}
  {% for review in group %}{{ review.author }}{% endfor %} {# elsewhere: related-access-in-loop #}
{% endfor %}
"""


def groups():  # queries: 1 + 2n*n -> 1
    return page(reviews)


def pages(request):
    paginator = Paginator(OrderItem.objects.order_by("pk").select_related("product"), 2)  # expect: related-access-in-loop
    return render(request, "pages.html", {"page_obj": paginator.get_page(request.GET.get("page"))})


# template: pages.html
"""
{% for item in page_obj %}{{ item.product }}{% endfor %} {# elsewhere: related-access-in-loop #}
{{ page_obj.number }} of {{ page_obj.paginator.num_pages }}
"""


def one_page():  # queries: 4 -> 2
    """A page has two rows here."""
    return page(pages)


def links(request):
    return render(request, "links.html", {"products": Product.objects.order_by("pk").select_related("category")})  # expect: related-access-in-loop


# template: links.html
"""
{% for product in products %}
  <a href="{{ product.get_absolute_url }}">{{ product }}</a> {# elsewhere: related-access-in-loop #}
{% endfor %}
"""


def addresses_of_rows():  # queries: 1 + 2n -> 1
    return page(links)


def one(request):
    order = get_object_or_404(Order.objects.order_by("pk"), number=0)
    return render(request, "one.html", {"order": order, "items": order.items.order_by("pk").select_related("product")})  # expect: related-access-in-loop


# template: one.html
"""
{{ order.customer.name }} {{ order.customer.address.city }}
{% for item in items %}{{ item.product.name }}{% endfor %} {# elsewhere: related-access-in-loop #}
"""


def rows_of_one_object():  # queries: 4 + n -> 4
    return page(one)


def looked_up(request):
    order = Order.objects.order_by("pk").first()
    return render(request, "looked_up.html", {"order": order})


# template: looked_up.html
"""
{% for item in order.items.all %} {# expect: related-access-in-loop #}
  {{ item.product.name }}
{% endfor %}
"""


def rows_that_the_template_asks_for():  # queries: 2 + n
    return page(looked_up)


def tree(request):
    rows = Category.objects.filter(parent=None).order_by("pk").prefetch_related("children")  # expect: related-access-in-loop
    return render(request, "tree.html", {"nodes": rows})


# template: tree.html
"""
{% for node in nodes %}
  {% for child in node.children.all %} {# elsewhere: related-access-in-loop #}
    {{ child.name }}{{ child.parent.name }}
    {% cycle "a" "b" %}
  {% endfor %}
{% endfor %}
"""


def nested_loops():  # queries: 1 + n -> 2
    """The children know their parent."""
    return page(tree)


# what costs nothing


def loaded(request):
    rows = Order.objects.select_related("customer__address").prefetch_related("items__product").order_by("pk")
    return render(request, "loaded.html", {"orders": rows, "shown": rows[:1]})


# template: loaded.html
"""
{% for order in orders %}
  {{ order.customer.address.city }}{{ order.customer_id }}
  {% for item in order.items.all %}{{ item.product.name }}{% endfor %}
{% endfor %}
{% for order in shown %}{{ order.placed_by }}{% endfor %}
{% with order="shadowed" %}{{ order.customer }}{% endwith %}
{% comment %}{% for order in orders %}{{ order.placed_by }}{% endfor %}{% endcomment %}
{% verbatim %}{% for order in orders %}{{ order.placed_by }}{% endfor %}{% endverbatim %}
{% if orders %}{% include "footer.html" %}{% endif %}
"""

# template: footer.html
"""
{% firstof order.customer "nobody" %}
"""


def everything_loaded():  # queries: 7
    return page(loaded)


def suppliers(request):
    rows = Supplier.objects.order_by("pk").values("name", "address__city")
    return render(request, "suppliers.html", {"suppliers": rows})


# template: suppliers.html
"""
{% for supplier in suppliers %}{{ supplier.name }}{{ supplier.address__city }}{{ supplier.address.city }}{% endfor %}
"""


def dictionaries():  # queries: 1
    return page(suppliers)
