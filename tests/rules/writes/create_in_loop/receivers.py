"""A receiver of every model's signal stands for each of them."""

from django.db.models.signals import post_save
from django.dispatch import receiver

from shop.models import Note, OrderItem, Tag


@receiver(post_save)
def written_down(sender, instance, **kwargs):
    """Gets each row of each model that is saved."""


def created(names):
    for name in names:
        Tag.objects.create(name=name)


def changed():
    for item in OrderItem.objects.all():
        item.quantity += 1
        item.save()


def looked_up(names):
    for name in names:
        Tag.objects.get_or_create(name=name)


def deleted():  # queries: 1 + n*n -> 1
    """Nothing is saved, and the signals of `delete()` are sent for each row as before."""
    for note in Note.objects.all():
        note.delete()  # expect: delete-in-loop
