"""Rows that a loop looks up or creates."""

from django.core.management.base import BaseCommand
from django.db.models import F

from shop.models import Brand, Category, Customer, Order, Payment, Tag


def names():
    return [tag.name for tag in Tag.objects.all()]


def there_already():  # queries: 1 + n
    for name in names():
        Tag.objects.get_or_create(name=name)  # expect: get-or-create-in-loop
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ get-or-create-in-loop: `get_or_create()` of `Tag` for each of the


def updated():  # queries: 1 + 2n
    """A SELECT and an UPDATE, and two statements for the savepoint, which are not counted here."""
    for name in names():
        Tag.objects.update_or_create(name=name, defaults={"name": name.upper()})  # expect: get-or-create-in-loop


def guarded(found):
    for name in found:
        try:
            Tag.objects.get_or_create(name=name)
        except Tag.MultipleObjectsReturned:
            continue


class Command(BaseCommand):
    def handle(self, *args, **options):
        for name in options["names"]:
            Tag.objects.get_or_create(name=name)  # expect: get-or-create-in-loop  # severity: info


def orders():
    return list(Order.objects.order_by("pk"))


def by_a_unique_column():  # queries: 2 + n => 3
    # => [0, 1, 2, 3, 4]
    Payment.objects.bulk_create(
        [Payment(order=order, amount=7) for order in orders()],
        ignore_conflicts=True,
        batch_size=500,
    )  # expect: get-or-create-in-loop
    return [payment.amount for payment in Payment.objects.order_by("order_id")]


def new_ones():  # queries: 3 + 2n => 4
    # => [7, 7, 7, 7, 7]
    Payment.objects.all().delete()
    Payment.objects.bulk_create(
        [Payment(order_id=order.pk, amount=7) for order in orders()],
        ignore_conflicts=True,
        batch_size=500,
    )  # expect: get-or-create-in-loop
    return [payment.amount for payment in Payment.objects.order_by("order_id")]


def updated_by_a_unique_column():  # queries: 3 + 4n => 4
    # => [9, 9, 9, 9, 9]
    Payment.objects.bulk_create(
        {order: Payment(order=order, amount=9) for order in [*orders(), *orders()]}.values(),
        update_conflicts=True,
        unique_fields=["order"],
        update_fields=["amount"],
        batch_size=500,
    )  # expect: get-or-create-in-loop
    return [payment.amount for payment in Payment.objects.order_by("order_id")]


def with_more_to_look_for(found):
    for order in found:
        Payment.objects.get_or_create(order=order, amount=1)  # expect: get-or-create-in-loop


def by_what_may_be_null(found):
    for user in found:
        Customer.objects.get_or_create(user=user, defaults={"name": "new"})  # expect: get-or-create-in-loop


def counted_up(found):
    for order in found:
        Payment.objects.update_or_create(order=order, defaults={"amount": F("amount") + 1})  # expect: get-or-create-in-loop


# a reason to take them one by one


def needed_at_once(found):
    for name in found:
        category, created = Category.objects.get_or_create(name=name)
        if created:
            category.brand_set.add(Brand(name=name), bulk=False)


def a_few():  # queries: 2
    for name in ("tag0", "tag1"):
        Tag.objects.get_or_create(name=name)


def one():  # queries: 1
    Tag.objects.get_or_create(name="tag0")


def others(found, cache):
    for name in found:
        cache.get_or_create(name=name)
