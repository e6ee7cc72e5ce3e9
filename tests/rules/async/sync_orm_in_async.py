# needs: channels
import asyncio

from asgiref.sync import sync_to_async
from channels.db import database_sync_to_async
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from shop.models import Customer, Order, Product


def names():
    """Called from a thread it is fine, and from a coroutine it is not."""
    return [customer.name for customer in Customer.objects.order_by("pk")]


@sync_to_async
def moved():
    return names()


@database_sync_to_async
def moved_by_channels():
    return names()


async def one_row():
    order = Order.objects.get(number=0)  # expect: sync-orm-in-async
    #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^ sync-orm-in-async: `get` in a coroutine asks the database synchronously
    return order.number


async def as_a_part():
    return Order.objects.order_by("pk").first().number  # expect: sync-orm-in-async


async def as_an_argument():
    return str(Order.objects.count())  # expect: sync-orm-in-async


async def a_loop():
    found = []
    for order in Order.objects.order_by("pk"):  # expect: sync-orm-in-async
        found.append(order.number)
    return found


async def a_comprehension():
    return [order.number for order in Order.objects.order_by("pk")]  # expect: sync-orm-in-async


async def a_list():
    orders = list(Order.objects.order_by("pk"))  # expect: sync-orm-in-async
    return len(orders)


async def writing():
    order = await Order.objects.afirst()
    order.number = 7
    order.save()  # expect: sync-orm-in-async
    Order.objects.filter(number=7).update(number=8)  # expect: sync-orm-in-async
    order = Order.objects.create(customer_id=order.customer_id, number=9)  # expect: sync-orm-in-async
    return order.number


async def in_a_function():
    return names()  # expect: sync-orm-in-async


async def in_a_shortcut():
    order = get_object_or_404(Order, number=0)  # expect: sync-orm-in-async
    return order.number


async def in_a_template():
    orders = Order.objects.order_by("pk")
    return render_to_string("shop/numbers.html", {"orders": orders})  # expect: sync-orm-in-async


# template: shop/numbers.html
"""
{% for order in orders %}{{ order.number }}{% endfor %}
"""


async def a_relation():
    order = await Order.objects.aget(number=0)  # expect: sync-orm-in-async
    return order.customer.name, order.customer.name


async def a_relation_of_rows():
    """The other rule tells, and its fix is the same."""
    rows = Order.objects.order_by("pk")  # expect: related-access-in-loop
    return [order.customer.name async for order in rows]


async def counted():
    products = Product.objects.all()
    return len(products)  # expect: sync-orm-in-async


async def a_transaction():
    with transaction.atomic():  # expect: sync-orm-in-async
        return await Order.objects.acount()


async def awaited():
    order = await Order.objects.select_related("customer").aget(number=0)
    await Order.objects.filter(pk=order.pk).aupdate(number=0)
    await order.asave()
    return await Order.objects.acount(), await Order.objects.aexists(), order.customer.name, order.customer_id


async def gathered():
    return await asyncio.gather(Order.objects.acount(), Customer.objects.acount())


async def visited():
    orders = Order.objects.order_by("pk")
    found = [order.number async for order in orders]
    if orders:
        found.append(len(orders))
    for order in orders:
        found.append(order.number)
    return found


async def in_a_thread():
    def inner():
        with transaction.atomic():
            return names()

    found = await sync_to_async(names)() + await sync_to_async(inner)() + await moved() + await moved_by_channels()
    found += await sync_to_async(lambda: names())()
    orders = await sync_to_async(list)(Order.objects.select_related("customer"))
    return found, [order.customer.name for order in orders]


async def in_an_executor(pool):
    """Threads of a pool have connections of their own."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(pool, Order.objects.count), await asyncio.to_thread(names)


async def loaded_before():
    order = await Order.objects.prefetch_related("items").aget(number=0)
    return len(order.items.all()), await order.items.acount(), order.customer_id


async def only_built():
    return str(Order.objects.filter(number=0).order_by("pk").query)


async def nothing_to_ask():
    return list(Order.objects.none())


def synchronous():
    return Order.objects.count()
