"""Loops of commands and tasks that keep all rows in memory."""

from celery import shared_task
from django.core.management.base import BaseCommand

from shop.models import Category, Order, Product


class Command(BaseCommand):
    def handle(self, *args, **options):
        for product in Product.objects.filter(active=True):  # expect: bulk-scan-without-iterator
            #          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ bulk-scan-without-iterator: keeps all rows of `Product` in memory
            self.stdout.write(product.name)
        for name in names():
            self.stdout.write(name)


def names():
    """Called by the command."""
    found = []
    for product in Product.objects.prefetch_related("tags").order_by("pk"):  # expect: bulk-scan-without-iterator
        found.append((product.name, [tag.name for tag in product.tags.all()]))
    return found


def the_same_names():  # queries: 2 -> 2
    return names()


@shared_task
def export():
    orders = Order.objects.order_by("number")
    lines = []
    for order in orders:  # expect: bulk-scan-without-iterator
        lines.append(str(order.number))
    return ",".join(lines)


def the_same_export():  # queries: 1 -> 1
    return export()


# rows that are streamed, few, or used again


@shared_task
def streamed():
    return [o.number for o in Order.objects.iterator()], [o for o in Order.objects.values_list("number")]


@shared_task
def streamed_by_a_loop():
    for order in Order.objects.iterator():
        print(order.number)


@shared_task
def counted_first():
    orders = Order.objects.all()
    print(len(orders))
    for order in orders:
        print(order.number)


@shared_task
def streamed_in_a_coroutine():
    """`iterator()` and `values()` keep few things per row."""
    for name in Product.objects.values("name").iterator():
        print(name)


@shared_task
def linked():
    for product in Product.objects.all():
        product.tags.set([])


@shared_task
def used_again():
    orders = Order.objects.all()
    for order in orders:
        print(order.number)
    return [order.number for order in orders]


@shared_task
def a_few():
    for order in Order.objects.all()[:100]:
        print(order.number)


@shared_task
def of_one_category(category_id):
    for product in Product.objects.filter(category_id=category_id):
        print(product.name)
    for product in Category.objects.get(pk=category_id).product_set.all():
        print(product.name)


@shared_task
def values():
    for number in Order.objects.values_list("number", flat=True):
        print(number)


@shared_task
def written():
    for order in Order.objects.all():
        order.number += 1
        order.save()  # expect: save-or-update-in-loop


def in_a_request(request):
    for order in Order.objects.all():
        print(order.number)
