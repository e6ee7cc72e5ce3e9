"""Fetch modes fetch a relation for all rows at once."""
# django: >=6.1

from django.db.models import FETCH_ONE, FETCH_PEERS, FETCH_RAISE

from shop.models import Note, Order


def peers_do_not_help_with_many():  # queries: 1 + n -> 2
    rows = Order.objects.fetch_mode(FETCH_PEERS).order_by("pk").prefetch_related("items")  # expect: related-access-in-loop
    return [len(order.items.all()) for order in rows]


def peers_are_gone_in_an_iterator():  # queries: 1 + n -> 1
    rows = Order.objects.fetch_mode(FETCH_PEERS).order_by("pk").select_related("customer").iterator()  # expect: related-access-in-loop
    return [order.customer.name for order in rows]


def one_by_one():  # queries: 1 + n
    rows = Order.objects.fetch_mode(FETCH_PEERS).fetch_mode(FETCH_ONE).order_by("pk")  # miss: related-access-in-loop
    return [order.customer.name for order in rows]


# what costs nothing


def peers():  # queries: 2
    return [order.customer.name for order in Order.objects.fetch_mode(FETCH_PEERS).order_by("pk")]


def peers_of_a_generic_key():  # queries: 2
    return [note.target.name for note in Note.objects.fetch_mode(FETCH_PEERS).order_by("pk")]


def never_fetched():  # queries: 1
    return [order.customer_id for order in Order.objects.fetch_mode(FETCH_RAISE).order_by("pk")]
