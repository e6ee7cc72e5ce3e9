"""Rows that a loop looks up or creates."""

from django.core.management.base import BaseCommand

from shop.models import Brand, Category, Tag


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
