"""`Prefetch` objects: the rows they load come from a queryset of their own."""

from django.db.models import Prefetch, prefetch_related_objects

from shop.models import Customer, Order, OrderItem, Product, Review


def its_queryset_does_not_join():  # queries: 2 + n*n -> 2
    items = OrderItem.objects.order_by("pk").select_related("product")  # expect: related-access-in-loop
    orders = Order.objects.prefetch_related(Prefetch("items", queryset=items)).order_by("pk")
    return [item.product.name for order in orders for item in order.items.all()]


def its_queryset_in_place():  # queries: 2 + n*n -> 2
    orders = Order.objects.prefetch_related(
        Prefetch("items", queryset=OrderItem.objects.order_by("pk").select_related("product"))  # expect: related-access-in-loop
    ).order_by("pk")
    return [item.product.name for order in orders for item in order.items.all()]


def to_an_attribute():  # queries: 2 + n*n -> 2
    items = OrderItem.objects.order_by("pk").select_related("product")  # expect: related-access-in-loop
    orders = Order.objects.prefetch_related(Prefetch("items", items, to_attr="lines")).order_by("pk")
    return [line.product.name for order in orders for line in order.lines]


def without_a_queryset():  # queries: 2 + n*n -> 3
    orders = Order.objects.prefetch_related(Prefetch("items"), "items__product").order_by("pk")  # expect: related-access-in-loop
    return [item.product.name for order in orders for item in order.items.all()]


def to_an_attribute_without_a_queryset():  # queries: 2 + n*n
    orders = Order.objects.prefetch_related(Prefetch("items", to_attr="lines")).order_by("pk")  # miss: related-access-in-loop
    return [line.product.name for order in orders for line in order.lines]


def one_level_too_few():  # queries: 2 + n*n -> 3
    orders = Order.objects.prefetch_related("items__product").order_by("pk")  # expect: related-access-in-loop
    return [item.product.name for order in orders for item in order.items.all()]


def nested():  # queries: 3 + n -> 3
    products = Product.objects.order_by("pk").select_related("category")  # expect: related-access-in-loop
    items = OrderItem.objects.prefetch_related(Prefetch("product", queryset=products)).order_by("pk")
    orders = Order.objects.prefetch_related(Prefetch("items", queryset=items)).order_by("pk")
    return [item.product.category.name for order in orders for item in order.items.all()]


def the_relation_itself_beside_the_attribute():  # queries: 2 + n -> 3
    """`to_attr` fills the attribute only; `items.all()` still asks."""
    few = Prefetch("items", queryset=OrderItem.objects.filter(quantity=9), to_attr="many")
    rows = Order.objects.prefetch_related(few, "items").order_by("pk")  # expect: related-access-in-loop
    return [(order.many, len(order.items.all())) for order in rows]


def another_relation_than_the_prefetched():  # queries: 2 + n -> 2
    rows = Order.objects.prefetch_related("items").order_by("pk").select_related("customer")  # expect: related-access-in-loop
    return [(order.customer.name, len(order.items.all())) for order in rows]


def loaded_later_but_not_enough():  # queries: 2 + n -> 2
    orders = list(Order.objects.order_by("pk").select_related("customer"))  # expect: related-access-in-loop
    prefetch_related_objects(orders, "items")
    return [(order.customer.name, len(order.items.all())) for order in orders]


# what costs nothing


def its_queryset_joins():  # queries: 2
    items = OrderItem.objects.select_related("product").order_by("pk")
    orders = Order.objects.prefetch_related(Prefetch("items", queryset=items)).order_by("pk")
    return [item.product.name for order in orders for item in order.items.all()]


def an_attribute_of_joined_rows():  # queries: 2
    items = OrderItem.objects.select_related("product").order_by("pk")
    orders = Order.objects.prefetch_related(Prefetch("items", queryset=items, to_attr="lines")).order_by("pk")
    return [line.product.name for order in orders for line in order.lines]


def a_path_through_an_attribute():  # queries: 3
    orders = Order.objects.prefetch_related(Prefetch("items", to_attr="lines"), "lines__product").order_by("pk")
    return [line.product.name for order in orders for line in order.lines]


def a_name_and_a_longer_name():  # queries: 3
    orders = Order.objects.prefetch_related("items", "items__product").order_by("pk")
    return [item.product.name for order in orders for item in order.items.all()]


def nested_and_joined():  # queries: 3
    items = OrderItem.objects.prefetch_related("product").order_by("pk")
    orders = Order.objects.prefetch_related(Prefetch("items", queryset=items)).order_by("pk")
    return [item.product.name for order in orders for item in order.items.all()]


def loaded_later():  # queries: 3
    orders = list(Order.objects.order_by("pk"))
    prefetch_related_objects(orders, "items__product")
    return [item.product.name for order in orders for item in order.items.all()]


def a_list_of_names():  # queries: 3
    names = ["items", "items__product"]
    orders = Order.objects.prefetch_related(*names).order_by("pk")
    return [item.product.name for order in orders for item in order.items.all()]


def the_parent_is_known_in_the_attribute():  # queries: 2
    customers = Customer.objects.prefetch_related(Prefetch("orders", to_attr="open_orders")).order_by("pk")
    return [order.customer.name for customer in customers for order in customer.open_orders]


def cut_to_the_first_rows():  # queries: 2
    newest = Prefetch("review_set", queryset=Review.objects.order_by("-pk")[:1], to_attr="newest")
    rows = Product.objects.filter(active=True).prefetch_related(newest).order_by("pk")
    return [[review.stars for review in product.newest] for product in rows]
