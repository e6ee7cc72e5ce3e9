"""Answers that somebody keeps: an object, a dictionary, a prefetch."""

from django.db import models
from django.db.models import Prefetch
from django.shortcuts import render
from django.utils.functional import cached_property

from shop.models import Customer, Order, OrderItem, Product


class Shop:
    @cached_property
    def has_products(self):
        return Product.objects.filter(active=True).exists()

    @property
    def has_orders(self):
        return Order.objects.exists()

    def label(self, order):
        return f"{order.number} {self.has_products}"

    def line(self, order):
        return f"{order.number} {self.has_orders}"


def kept_by_an_object():  # queries: 2
    shop = Shop()
    return [shop.label(order) for order in Order.objects.order_by("pk")]


def asked_each_time():  # queries: 1 + n
    shop = Shop()
    return [shop.line(order) for order in Order.objects.order_by("pk")]  # expect: query-in-loop


def a_new_object_each_time():  # queries: 1 + n
    return [Shop().label(order) for order in Order.objects.order_by("pk")]  # expect: query-in-loop


class Buyer(Customer):
    class Meta:
        proxy = True
        app_label = "shop"

    @cached_property
    def biggest(self):
        return Order.objects.filter(customer=self).aggregate(models.Max("number"))

    @property
    def sorted_orders(self):
        if "orders" in getattr(self, "_prefetched_objects_cache", {}):
            return self.orders.all()
        return self.orders.order_by("number")


def kept_by_the_row_of_the_outer_loop():  # queries: 1 + 2n
    found = []
    for buyer in Buyer.objects.order_by("pk"):
        for order in buyer.orders.order_by("pk"):  # expect: query-in-loop
            found.append((order.number, biggest_of(buyer, order)))  # expect: query-in-loop
    return found


def biggest_of(buyer, order):
    return buyer.biggest["number__max"] == order.number


def taken_from_the_prefetch():  # queries: 2
    buyers = Buyer.objects.order_by("pk").prefetch_related("orders")
    return [len(buyer.sorted_orders) for buyer in buyers]


def not_prefetched():  # queries: 1 + n
    return [len(buyer.sorted_orders) for buyer in Buyer.objects.order_by("pk")]  # expect: query-in-loop


class Line(OrderItem):
    class Meta:
        proxy = True
        app_label = "shop"

    @cached_property
    def others(self):
        if hasattr(self.order, "kept_lines"):
            return self.order.kept_lines
        return list(self.order.items.order_by("-pk"))

    @property
    def all_of_it(self):
        if "every_line" in self.order.__dict__:
            return self.order.every_line
        return self.order.items.order_by("-pk")


def the_related_row_has_it():  # queries: 3
    kept = Prefetch("order__items", OrderItem.objects.order_by("-pk"), to_attr="kept_lines")
    return [len(line.others) for line in Line.objects.order_by("pk").prefetch_related("order", kept)]


def the_related_row_has_it_in_its_dict():  # queries: 3
    kept = Prefetch("order__items", OrderItem.objects.order_by("-pk"), to_attr="every_line")
    return [len(line.all_of_it) for line in Line.objects.order_by("pk").prefetch_related("order", kept)]


def the_related_row_has_it_not():  # queries: 1 + n*n
    return [len(line.others) for line in Line.objects.order_by("pk").select_related("order")]  # expect: query-in-loop


def the_related_row_has_another():  # queries: 3 + n*n
    kept = Prefetch("order__items", OrderItem.objects.order_by("-pk"), to_attr="kept_lines")
    lines = Line.objects.order_by("pk").prefetch_related("order", kept)
    return [len(line.all_of_it) for line in lines]  # expect: query-in-loop


class Regular(Customer):
    class Meta:
        proxy = True
        app_label = "shop"

    @cached_property
    def newest(self):
        if self.orders.all()._result_cache is not None:
            return max(order.number for order in self.orders.all())
        return self.orders.order_by("-number")[0].number  # elsewhere: query-in-loop

    @cached_property
    def open_orders(self):
        return self.orders.filter(open=True)


def taken_from_the_rows_that_are_there():  # queries: 2
    return [regular.newest for regular in Regular.objects.order_by("pk").prefetch_related("orders")]


def the_rows_are_not_there():  # queries: 1 + n
    return [regular.newest for regular in Regular.objects.order_by("pk")]  # expect: query-in-loop


def at_several_places():  # queries: 1 + n
    """What a loop comes to on several ways is one finding: the row keeps the first answer."""
    found = []
    for regular in Regular.objects.order_by("pk"):
        if regular.newest:  # expect: query-in-loop
        #  ^^^^^^^^^^^^^^ query-in-loop: in Regular.newest(), here and in 1 more place, runs once
            found.append(regular.newest)
    return found


def at_several_places_of_a_template(request):
    return render(request, "newest.html", {"regulars": Regular.objects.order_by("pk")})


# template: newest.html
"""
{% for regular in regulars %}
  {% if regular.newest > 1 %} {# expect: query-in-loop #}
    {{ regular.newest }}
  {% endif %}
{% endfor %}
"""


def a_queryset_that_an_object_keeps():  # queries: 3
    """What `open_orders` gives is one queryset, and keeps its rows."""
    regular = Regular.objects.earliest("pk")
    found = []
    for order in Order.objects.order_by("pk"):
        found.append((order.number, len(regular.open_orders), [one.pk for one in regular.open_orders]))
    return found


def a_queryset_that_each_row_keeps():  # queries: 1 + n
    rows = Regular.objects.order_by("pk")
    return [len(regular.open_orders) for regular in rows]  # expect: query-in-loop


def identify(request):
    request.buyer = Buyer.objects.get(user=request.user)


def kept_by_a_row_on_the_request(request):
    """As `request.user` is, it is one object for as long as the request lives."""
    return [is_biggest(request, order) for order in Order.objects.order_by("pk")]


def is_biggest(request, order):
    return request.buyer.biggest["number__max"] == order.number


def lines_of(order):
    return set(getattr(order, "kept_lines", order.items.filter(quantity__gt=0)))


def taken_from_an_attribute():  # queries: 2
    kept = Prefetch("items", OrderItem.objects.filter(quantity__gt=0), to_attr="kept_lines")
    return [len(lines_of(order)) for order in Order.objects.order_by("pk").prefetch_related(kept)]


def the_attribute_is_not_there():  # queries: 1 + n
    return [len(lines_of(order)) for order in Order.objects.order_by("pk")]  # expect: query-in-loop


def kept_in_a_dictionary():  # queries: 2
    known = {}
    found = []
    for order in Order.objects.order_by("pk"):
        if order.open not in known:
            known[order.open] = list(Product.objects.filter(active=order.open))
        found.append(len(known[order.open]))
    return found


def kept_behind_a_look_up():  # queries: 2
    known = {}
    found = []
    for order in Order.objects.order_by("pk"):
        products = known.get(order.open)
        if products is None:
            products = known[order.open] = list(Product.objects.filter(active=order.open))
        found.append(len(products))
    return found


class Cache(dict):
    def set(self, key, value):
        self[key] = value


def kept_in_a_cache_of_its_own():  # queries: 2
    known = Cache()
    found = []
    for order in Order.objects.order_by("pk"):
        products = known.get(order.open)
        if not products:
            products = list(Product.objects.filter(active=order.open))
            known.set(order.open, products)
        found.append(len(products))
    return found


def put_into_another_dictionary():  # queries: 1 + n
    known, counted = {}, {}
    for order in Order.objects.order_by("pk"):
        if order.open not in known:
            counted[order.number] = len(Product.objects.filter(active=order.open))  # expect: query-in-loop
    return counted


def closed(order):
    order.open = False
    order.save()
    return list(order.items.order_by("-quantity"))


def each_row_is_worked_on():  # queries: 1 + 2n
    """What a function writes for each row, it asks for on the way."""
    return [len(closed(order)) for order in Order.objects.order_by("pk")]
