"""Generic foreign keys and the relations that point back through them."""

from shop.models import Note, Product


def the_target_of_a_note():  # queries: 1 + n*n -> 2
    return [note.target.name for note in Note.objects.order_by("pk").prefetch_related("target")]  # expect: related-access-in-loop


def the_content_type():  # queries: 1 + n*n -> 1
    return [note.content_type.model for note in Note.objects.order_by("pk").select_related("content_type")]  # expect: related-access-in-loop


def the_notes_of_a_product():  # queries: 1 + n -> 2
    rows = Product.objects.filter(active=True).order_by("pk").prefetch_related("notes")  # expect: related-access-in-loop
    return [[note.text for note in product.notes.all()] for product in rows]


def a_count_of_notes():  # queries: 1 + n
    rows = Product.objects.filter(active=True).order_by("pk")
    return [product.notes.count() for product in rows]  # expect: per-row-count-or-exists


# what costs nothing


def a_prefetched_target():  # queries: 2
    return [note.target.name for note in Note.objects.order_by("pk").prefetch_related("target")]


def prefetched_notes():  # queries: 2
    rows = Product.objects.filter(active=True).order_by("pk").prefetch_related("notes")
    return [[note.text for note in product.notes.all()] for product in rows]


def the_key_of_the_target():  # queries: 1
    return [(note.content_type_id, note.object_id) for note in Note.objects.order_by("pk")]


def one_target():  # queries: 2
    return Note.objects.order_by("pk").first().target.name
