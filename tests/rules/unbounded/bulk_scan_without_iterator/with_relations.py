"""Two fixes of one loop: the rows are streamed, and what each reads is loaded with them."""

from django.core.management.base import BaseCommand

from shop.models import Order, Product


class Command(BaseCommand):
    def handle(self, *args, **options):
        names = []
        for order in Order.objects.order_by("pk"):  # expect: bulk-scan-without-iterator, related-access-in-loop
            names.append(order.customer.name)
        for product in Product.objects.order_by("pk"):  # expect: bulk-scan-without-iterator, related-access-in-loop
            names += [tag.name for tag in product.tags.all()]
        return " ".join(names)


def as_a_command():  # queries: 2 + n + 2n -> 3
    return Command().handle()
