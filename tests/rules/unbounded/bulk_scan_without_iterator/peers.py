"""Peers are fetched together as long as all of them are kept: an iterator would drop them."""
# django: >=6.1

from django.core.management.base import BaseCommand
from django.db.models import FETCH_PEERS

from shop.models import Order


class Command(BaseCommand):
    def handle(self, *args, **options):
        names = []
        for order in Order.objects.fetch_mode(FETCH_PEERS).order_by("pk"):
            names.append(order.customer.name)
        return " ".join(names)


def as_a_command():  # queries: 2 -> 2
    return Command().handle()
