"""Prefetched rows that a new query ignores."""

from django.db.models import Count, Prefetch, Sum, prefetch_related_objects

from shop.models import Category, Customer, Order, OrderItem, Product


def filtered_again():  # queries: 2 + n => 3
    orders = Order.objects.prefetch_related("items")
    return [len(order.items.filter(quantity=1)) for order in orders]  # expect: prefetch-bypassed


def the_first_one():  # queries: 2 + n => 3
    return [order.items.first().quantity for order in Order.objects.prefetch_related("items")]  # expect: prefetch-bypassed


def ordered_again():  # queries: 2 + n => 3
    result = []
    for order in Order.objects.prefetch_related("items"):
        result.append([item.quantity for item in order.items.order_by("pk")])  # expect: prefetch-bypassed
    return result


def each_of_these_asks_again():  # queries: 2 + 7n
    result = []
    for order in Order.objects.prefetch_related("items").order_by("pk"):
        result.append(len(order.items.exclude(quantity=5)))  # expect: prefetch-bypassed
        result.append(order.items.last().pk)  # expect: prefetch-bypassed
        result.append(order.items.latest("pk").pk)  # expect: prefetch-bypassed
        result.append(list(order.items.values_list("quantity", flat=True)))  # expect: prefetch-bypassed
        result.append(order.items.aggregate(sum=Sum("quantity")))  # expect: prefetch-bypassed
        result.append(len(order.items.annotate(copies=Count("pk")).distinct()))  # expect: prefetch-bypassed
        result.append([item.pk for item in order.items.iterator()])  # expect: prefetch-bypassed
    return result


def filtered_then_counted():  # queries: 2 + n => 3
    rows = Order.objects.prefetch_related("items").order_by("pk")
    return [order.items.filter(quantity__gt=1).count() for order in rows]  # expect: prefetch-bypassed
    #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ prefetch-bypassed: `items` is prefetched, but `count()` asks


def joined_again():  # queries: 2 + n => 3
    rows = Order.objects.prefetch_related("items").order_by("pk")
    return [[i.product.name for i in order.items.select_related("product")] for order in rows]  # expect: prefetch-bypassed


def in_a_helper():  # queries: 2 + n
    rows = Order.objects.prefetch_related("items").order_by("pk")
    return [singles(order) for order in rows]  # expect: prefetch-bypassed


def singles(order):
    return len(order.items.filter(quantity=1))


def many_to_many():  # queries: 2 + n
    rows = Product.objects.filter(active=True).prefetch_related("tags").order_by("pk")
    return [[tag.name for tag in product.tags.order_by("-name")] for product in rows]  # expect: prefetch-bypassed


def one_level_down():  # queries: 3 + n
    rows = Customer.objects.prefetch_related("orders__items").order_by("pk")
    return [[len(o.items.filter(quantity=1)) for o in customer.orders.all()] for customer in rows]  # expect: prefetch-bypassed


def with_a_prefetch_object():  # queries: 2 + n
    rows = Order.objects.prefetch_related(Prefetch("items", OrderItem.objects.order_by("pk"))).order_by("pk")
    return [order.items.order_by("-pk").first().pk for order in rows]  # expect: prefetch-bypassed


def loaded_later():  # queries: 2 + n
    orders = list(Order.objects.order_by("pk"))
    prefetch_related_objects(orders, "items")
    return [order.items.filter(quantity=1).exists() for order in orders]  # expect: prefetch-bypassed


def so_do_these():  # queries: 2 + 6n
    result = []
    for order in Order.objects.prefetch_related("items").order_by("pk"):
        result.append(order.items.earliest("pk").pk)  # expect: prefetch-bypassed
        result.append(order.items.get(product__name="p0").pk)  # expect: prefetch-bypassed
        result.append(sorted(order.items.in_bulk()))  # expect: prefetch-bypassed
        result.append([item.pk for item in order.items.only("order")])  # expect: prefetch-bypassed
        result.append([item.pk for item in order.items.reverse()])  # expect: prefetch-bypassed
        result.append([item.pk for item in order.items.using("default")])  # expect: prefetch-bypassed
    return result


def both_are_needed():  # queries: 2 + n => 3
    rows = Order.objects.prefetch_related("items").order_by("pk")
    return [(len(o.items.all()), o.items.filter(quantity=1).count()) for o in rows]  # expect: prefetch-bypassed


def under_another_name():  # queries: 2 + n -> 3
    """Prefetched into an attribute that nobody reads."""
    rows = Order.objects.prefetch_related(Prefetch("items", to_attr="lines")).order_by("pk")  # expect: related-access-in-loop
    return [[item.pk for item in order.items.all()] for order in rows]


# what uses the prefetched rows


def added_to():
    """Rows are written, none is asked for."""
    for order in Order.objects.prefetch_related("items"):
        order.items.add(OrderItem(product_id=1), bulk=False)


def all_count_exists_and_length():  # queries: 2
    orders = Order.objects.prefetch_related("items").order_by("pk")
    return [(len(o.items.all()), o.items.count(), o.items.exists(), bool(o.items.all())) for o in orders]


def indexed():  # queries: 2
    return [order.items.all()[0].quantity for order in Order.objects.prefetch_related("items")]


def filtered_in_the_prefetch():  # queries: 2
    few = Prefetch("items", queryset=OrderItem.objects.filter(quantity=1), to_attr="single")
    return [len(order.single) for order in Order.objects.prefetch_related(few)]


def filtered_in_python():  # queries: 2
    rows = Order.objects.prefetch_related("items").order_by("pk")
    return [len([item for item in order.items.all() if item.quantity == 1]) for order in rows]


def cut():  # queries: 2
    rows = Order.objects.prefetch_related("items").order_by("pk")
    return [[item.pk for item in order.items.all()[:1]] for order in rows]


def ordered_in_the_prefetch():  # queries: 2
    rows = Order.objects.prefetch_related(Prefetch("items", OrderItem.objects.order_by("-pk"))).order_by("pk")
    return [order.items.all()[0].pk for order in rows]


def one_row():  # queries: 3
    order = Order.objects.prefetch_related("items").get(number=0)
    return list(order.items.filter(quantity=1))


def another_relation_is_prefetched():  # queries: 2 + 2n
    rows = Category.objects.prefetch_related("product_set").order_by("pk")
    return [category.children.filter(name="x").exists() for category in rows]  # expect: per-row-count-or-exists
