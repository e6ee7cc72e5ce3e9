"""Answers that somebody keeps: an object, a dictionary, a prefetch."""

from django.db import models
from django.db.models import Prefetch
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
