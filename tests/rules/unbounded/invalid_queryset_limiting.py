"""Limits that raise."""

from django.db import models
from django.shortcuts import render

from shop.models import Note, Order, Product, Tag
from shop.pages import page


def limited():  # queries: 0 -> 1  # rows: 0 -> 2  # raises: AttributeError
    return [order.pk for order in Order.objects.order_by("pk").limit(2)]  # expect: invalid-queryset-limiting
    #                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ invalid-queryset-limiting: AttributeError


def limited_later():  # queries: 0 -> 1  # rows: 0 -> 2  # raises: AttributeError
    orders = Order.objects.order_by("pk")
    return [order.pk for order in orders.limit(1 + 1)]  # expect: invalid-queryset-limiting


def skipped():  # queries: 0 -> 1  # raises: AttributeError
    return [order.number for order in Order.objects.order_by("pk").offset(1)[:1]]  # expect: invalid-queryset-limiting


def the_last():  # queries: 0 -> 1  # rows: 0 -> 1  # raises: ValueError
    return Order.objects.order_by("pk")[-1].number  # expect: invalid-queryset-limiting


def the_last_three():
    return Order.objects.order_by("pk")[-3:]  # expect: invalid-queryset-limiting


def filtered_behind_the_slice():  # queries: 0 => 1  # rows: 0 => 2  # raises: TypeError
    # => [0, 1]
    return [o.number for o in Order.objects.order_by("pk")[:2].filter(open=True)]  # expect: invalid-queryset-limiting


def ordered_behind_the_slice():
    first = Order.objects.all()[:2]
    return first.order_by("pk")  # expect: invalid-queryset-limiting


def deleted():  # queries: 0 => 2  # raises: TypeError
    # => 23
    Note.objects.order_by("pk")[:2].delete()  # expect: invalid-queryset-limiting
    return Note.objects.count()


def changed():  # queries: 0 => 2  # raises: TypeError
    # => 2
    Order.objects.order_by("number")[:2].update(open=False)  # expect: invalid-queryset-limiting
    return Order.objects.filter(open=False).count()


def deleted_of_one_row(pk):
    """No fix: the rows have no name of their own."""
    Order.objects.get(pk=pk).items.order_by("pk")[:2].delete()  # expect: invalid-queryset-limiting


def deleted_in_a_variable():
    """The subquery would have to be written where the rows are made."""
    first = Order.objects.order_by("pk")[:2]
    first.delete()  # expect: invalid-queryset-limiting


def tags(request):
    return render(request, "tags.html", {"tags": Tag.objects.order_by("pk")})


# template: tags.html
"""
{% with oldest=tags|last|default:"none" %}{{ oldest.name }}{% endwith %} {# expect: invalid-queryset-limiting #}
{% with newest=tags|last %}{{ newest.name }}{% endwith %} {# expect: invalid-queryset-limiting #}
"""


def last_ones(request):
    return render(request, "last.html", {"tags": Tag.objects.order_by("pk"), "names": [t.name for t in Tag.objects.all()]})


# template: last.html
"""
{% for tag in tags|slice:"-2:" %}{{ tag.name }}{% endfor %} {# expect: invalid-queryset-limiting #}
{% for tag in tags|slice:":2" %}{{ tag.name }}{% endfor %}
{% for name in names|slice:"-2:" %}{{ name }}{% endfor %}
{{ names|last }}
"""


def in_a_template():  # queries: 0 -> 2  # raises: ValueError
    return page(tags).split()[-1]


class Found(models.QuerySet):
    def limit(self, n):
        return self[:n]


class Limited(models.Model):
    objects = Found.as_manager()

    class Meta:
        app_label = "shop"


def of_the_project():
    return Limited.objects.limit(2)


def rows_of_a_list():
    orders = list(Order.objects.order_by("pk"))
    return orders[-1], orders[:2][-1]


def allowed_behind_a_slice():  # queries: 2
    first = Order.objects.order_by("pk")[:2]
    return len(first.select_related("customer")), first.count()


def of_an_unknown_length(n):
    return Order.objects.all()[:n].filter(open=True)


def step_by_step():  # queries: 1
    return [product.name for product in Product.objects.order_by("pk")[:4:2]]


def not_a_queryset(session):
    return session.query(Order).limit(2).offset(2)
