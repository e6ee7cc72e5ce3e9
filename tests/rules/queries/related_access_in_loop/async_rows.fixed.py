"""Rows visited by asynchronous code. A foreign key cannot be read there without loading it first: Django raises."""

from asgiref.sync import sync_to_async

from shop.models import Order


async def in_a_loop():  # queries: 1 + n -> 2
    pieces = 0
    async for order in Order.objects.order_by("pk").prefetch_related("items"):  # expect: related-access-in-loop
        async for item in order.items.all():
            pieces += item.quantity
    return pieces


async def in_a_comprehension():  # queries: 1 + n -> 2
    rows = Order.objects.order_by("pk").prefetch_related("items")  # expect: related-access-in-loop
    return [[item.quantity async for item in order.items.all()] async for order in rows]


async def in_a_function_for_threads():  # queries: 1 + n -> 1
    return await sync_to_async(names)()


def names():
    return [order.customer.name for order in Order.objects.order_by("pk").select_related("customer")]  # expect: related-access-in-loop


async def a_count_per_row():  # queries: 1 + n
    return [await order.items.acount() async for order in Order.objects.order_by("pk")]  # expect: per-row-count-or-exists


async def a_row_per_key():  # queries: 1 + n
    names = []
    async for order in Order.objects.order_by("pk"):
        names.append((await Order.objects.aget(pk=order.pk)).number)  # expect: query-in-loop
    return names


# what costs nothing


async def joined():  # queries: 1
    return [order.customer.name async for order in Order.objects.select_related("customer").order_by("pk")]


async def prefetched():  # queries: 2
    rows = Order.objects.prefetch_related("items").order_by("pk")
    return [[item.quantity for item in order.items.all()] async for order in rows]


async def one_row():  # queries: 1
    order = await Order.objects.select_related("customer").order_by("pk").afirst()
    return order.customer.name


async def streamed():  # queries: 1
    return [order.number async for order in Order.objects.order_by("pk").aiterator()]
