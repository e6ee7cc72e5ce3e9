"""Context processors of the shop."""

from shop.models import Category


def menu(request):
    return {"menu": Category.objects.filter(parent=None).order_by("pk")}
