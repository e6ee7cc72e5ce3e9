"""Rows that a loop deletes, and loops that have a reason to."""

from django.core.mail import send_mail
from django.core.management.base import BaseCommand
from django.db import models
from django.db.models.signals import post_delete
from django.dispatch import receiver

from shop.models import Category, Note, Order, OrderItem, Review, Supply, Tag


def one_by_one():  # queries: 2 + n*n -> 2
    OrderItem.objects.filter(quantity=1).delete()  # expect: delete-in-loop
    #   ^^^^^^^^^^^^^ delete-in-loop: `delete()` of the queryset collects related rows once for all, and still sends the signals
    return OrderItem.objects.count()


def of_a_variable():  # queries: 2 + n*n -> 2
    notes = Note.objects.order_by("pk")
    notes.delete()  # expect: delete-in-loop
    return Note.objects.count()


def with_many_to_many_rows():  # queries: 2 + 2n -> 4
    """Three statements for all of them: the tags, what points at them, and the tags themselves."""
    Tag.objects.all().delete()  # expect: delete-in-loop
    return Tag.objects.count()


def below_another():  # queries: 2 + n -> 2
    order = Order.objects.get(number=0)
    order.items.all().delete()  # expect: delete-in-loop
    return order.items.model.__name__


def of_a_slice():  # queries: 3
    """No fix: a slice cannot be deleted."""
    for supply in Supply.objects.order_by("pk")[:2]:
        supply.delete()  # expect: delete-in-loop


def used_afterwards():  # queries: 1 + n*n
    """No fix: the rows are needed."""
    notes = Note.objects.all()
    for note in notes:
        note.delete()  # expect: delete-in-loop
    return [note.text for note in notes]


# a reason to delete them one by one


def under_a_condition(limit=1):  # queries: 1 + n*n
    """Only the loop knows which."""
    for review in Review.objects.all():
        if review.stars + limit:
            review.delete()


def with_a_try_for_each():
    for note in Note.objects.all():
        try:
            note.delete()
        except ValueError:
            continue


def with_rows_of_its_own():
    """What goes first is not what `delete()` of the queryset would delete."""
    for order in Order.objects.filter(note=None):
        order.items.all().delete()
        order.delete()


class Upload(models.Model):
    name = models.CharField(max_length=50)

    class Meta:
        managed = False

    def delete(self, *args, **kwargs):
        self.name = ""
        return super().delete(*args, **kwargs)


def with_a_delete_of_its_own():
    for upload in Upload.objects.all():
        upload.delete()


class Cleaned:
    def delete(self, *args, **kwargs):
        self.remove_files()
        return super().delete(*args, **kwargs)

    def remove_files(self):
        """Here the files would go."""


class Attachment(Cleaned, models.Model):
    name = models.CharField(max_length=50)

    class Meta:
        managed = False


def with_a_delete_of_a_mixin():
    for attachment in Attachment.objects.filter(name="old"):
        attachment.delete()


@receiver(post_delete, sender=Supply)
def forgotten(sender, instance, **kwargs):
    """Is sent for each row either way: `delete()` of a queryset fetches them then."""
    deleted.append(instance.price)


deleted = []


def with_a_receiver():  # queries: 2 + n*n -> 3
    deleted.clear()
    Supply.objects.order_by("pk").delete()  # expect: delete-in-loop
    return sorted(deleted), Supply.objects.count()


def with_rows_below():  # queries: 2 + 4n -> 6
    """The payments, parcels and items of each go first."""
    Order.objects.order_by("pk").delete()  # expect: delete-in-loop
    return Order.objects.count()


def with_a_letter_for_each():
    for note in Note.objects.all():
        send_mail("Deleted", note.text, None, ["a@example.com"])
        note.delete()


def only_the_first():  # queries: 1 + 1
    for note in Note.objects.all():
        note.delete()
        break


def one_row():  # queries: 2
    Note.objects.first().delete()


def all_at_once():  # queries: 1
    Note.objects.all().delete()


def one_of_each_kind(carriers):
    for carrier in carriers:
        carrier.delete()


def nothing():  # queries: 0
    for category in Category.objects.none():
        category.delete()


class Command(BaseCommand):
    """Nobody waits for it."""

    def handle(self, *args, **options):
        for note in Note.objects.iterator():
            note.delete()  # expect: delete-in-loop  # severity: info
