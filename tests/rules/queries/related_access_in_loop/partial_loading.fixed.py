"""Part of the columns, part of the rows, or no rows at all."""

from django.db.models import Count, F

from shop.models import Customer, Order, OrderItem, Product


def only_some_columns():  # queries: 1 + n -> 1
    rows = Order.objects.only("number", "customer").order_by("pk").select_related("customer")  # expect: related-access-in-loop
    return [(order.number, order.customer.name) for order in rows]


def without_a_column():  # queries: 1 + n -> 1
    rows = Order.objects.defer("number").order_by("pk").select_related("customer")  # expect: related-access-in-loop
    return [order.customer.name for order in rows]


def annotated():  # queries: 1 + n -> 1
    rows = Order.objects.annotate(pieces=Count("items")).order_by("pk").select_related("customer")  # expect: related-access-in-loop
    return [(order.pieces, order.customer.name) for order in rows]


def iterated():  # queries: 1 + n -> 1
    return [o.customer.name for o in Order.objects.order_by("pk").select_related("customer").iterator()]  # expect: related-access-in-loop


def iterated_over_many():  # queries: 1 + n -> 2
    rows = Order.objects.order_by("pk").prefetch_related("items").iterator(chunk_size=2000)  # expect: related-access-in-loop
    return [len(order.items.all()) for order in rows]


def iterated_in_chunks():  # queries: 1 + n -> 2
    rows = Order.objects.order_by("pk").prefetch_related("items").iterator(chunk_size=100)  # expect: related-access-in-loop
    return [len(order.items.all()) for order in rows]


def by_key():  # queries: 1 + n -> 1
    rows = Order.objects.select_related("customer").in_bulk()  # expect: related-access-in-loop
    return sorted(order.customer.name for order in rows.values())


def by_key_and_value():  # queries: 1 + n -> 1
    rows = Order.objects.order_by("pk").select_related("customer").in_bulk()  # expect: related-access-in-loop
    return sorted((pk, order.customer.name) for pk, order in rows.items())


def raw_rows():  # queries: 1 + n -> 2
    rows = Order.objects.raw("SELECT * FROM shop_order ORDER BY id").prefetch_related("customer")  # expect: related-access-in-loop
    return [order.customer.name for order in rows]


def distinct_and_reversed():  # queries: 1 + n -> 1
    rows = Order.objects.order_by("pk").distinct().reverse().select_related("customer")  # expect: related-access-in-loop
    return [order.customer.name for order in rows]


def locked():  # queries: 1 + n -> 2
    rows = Order.objects.select_for_update().order_by("pk").prefetch_related("customer")  # expect: related-access-in-loop
    return [order.customer.name for order in rows]


# what costs nothing


def dictionaries():  # queries: 1
    return [row["customer__name"] for row in Order.objects.order_by("pk").values("number", "customer__name")]


def tuples():  # queries: 1
    return [name for _, name in Order.objects.order_by("pk").values_list("number", "customer__name")]


def named_tuples():  # queries: 1
    return [row.number for row in Order.objects.order_by("pk").values_list("number", named=True)]


def an_annotation_in_place_of_the_relation():  # queries: 1
    return [order.who for order in Order.objects.annotate(who=F("customer__name")).order_by("pk")]


def sums():  # queries: 1
    return Order.objects.aggregate(rows=Count("items"))["rows"]


def joined_and_iterated():  # queries: 1
    return [order.customer.name for order in Order.objects.select_related("customer").order_by("pk").iterator()]


def prefetched_in_chunks():  # queries: 2
    rows = Order.objects.prefetch_related("items").order_by("pk").iterator(chunk_size=100)
    return [len(order.items.all()) for order in rows]


def joined_with_only():  # queries: 1
    rows = Order.objects.select_related("customer").only("number", "customer__name").order_by("pk")
    return [order.customer.name for order in rows]


def the_keys_of_related_rows():  # queries: 1
    return sorted(Order.objects.values_list("customer_id", flat=True))


def one_row_by_key():  # queries: 2
    return Order.objects.in_bulk([1]).get(1, Order.objects.order_by("pk").first()) and None


def rows_that_were_just_made():  # queries: 2
    customer = Customer.objects.order_by("pk").first()
    orders = Order.objects.bulk_create([Order(customer=customer, number=i) for i in range(3)])
    return [order.customer.name for order in orders]


def rows_made_one_by_one():  # queries: 3
    customer = Customer.objects.order_by("pk").first()
    orders = [Order.objects.create(customer=customer, number=i) for i in (1, 2)]
    return [order.customer.name for order in orders]


def counted_rows():  # queries: 2
    return list(Product.objects.all()), OrderItem.objects.count()
