"""Relations read by methods and properties of the models."""

from operator import attrgetter

from shop.models import Category, Customer, Order, OrderItem, Product, Review


def a_property_of_a_related_row():  # queries: 1 + 2n -> 1
    return [order.customer.city for order in Order.objects.order_by("pk").select_related("customer__address")]  # expect: related-access-in-loop


def a_url():  # queries: 1 + n -> 1
    return [p.get_absolute_url() for p in Product.objects.filter(active=True).select_related("category")]  # expect: related-access-in-loop


def a_url_of_a_related_row():  # queries: 1 + 2n*n -> 1
    items = OrderItem.objects.order_by("pk").select_related("product__category")  # expect: related-access-in-loop
    #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related-access-in-loop: `product__category` loaded once per row of `OrderItem`: 1 + 2n
    return [item.product.get_absolute_url() for item in items]


def a_property_in_a_sort_key():  # queries: 1 + n -> 1
    return [c.pk for c in sorted(Customer.objects.all().select_related("address"), key=lambda c: c.city)]  # expect: related-access-in-loop


def a_property_named_by_a_string():  # queries: 1 + n -> 1
    return [getattr(customer, "city") for customer in Customer.objects.order_by("pk").select_related("address")]  # expect: related-access-in-loop


def a_property_in_attrgetter():  # queries: 1 + n -> 1
    return list(map(attrgetter("city"), Customer.objects.order_by("pk").select_related("address")))  # expect: related-access-in-loop


def a_method_kept_in_a_variable():  # queries: 1 + n -> 1
    names = []
    for product in Product.objects.filter(active=True).select_related("category"):  # expect: related-access-in-loop
        name = product.category_name
        names.append(name())
    return names


def two_members_and_one_finding():  # queries: 1 + 2n -> 2
    rows = []
    for product in Product.objects.filter(active=True).select_related("category").prefetch_related("tags"):  # expect: related-access-in-loop
        rows.append((product.label(), product.get_absolute_url(), product.tag_names))
    return rows


def a_method_of_an_inherited_class():  # queries: 1 + n*n -> 1
    return [review.author_name() for review in Review.objects.order_by("pk").select_related("author")]  # expect: related-access-in-loop


def a_method_that_aggregates():  # queries: 1 + n
    return [product.average_stars for product in Product.objects.filter(active=True)]  # expect: per-row-count-or-exists


def partly_joined_for_a_method():  # queries: 1 + n -> 1
    orders = Order.objects.select_related("customer__address").order_by("pk")  # expect: related-access-in-loop
    return [order.customer.city for order in orders]


def through_a_method():  # queries: 1 + n -> 1
    return [p.label() for p in Product.objects.filter(active=True).select_related("category")]  # expect: related-access-in-loop


def through_a_property():  # queries: 1 + n -> 1
    return [c.city for c in Customer.objects.order_by("pk").select_related("address")]  # expect: related-access-in-loop


def through_a_cached_property():  # queries: 1 + n -> 2
    return [p.tag_names for p in Product.objects.filter(active=True).prefetch_related("tags")]  # expect: related-access-in-loop


def through_a_method_that_loops():  # queries: 1 + n + n*n -> 3
    return [order.total() for order in Order.objects.order_by("pk").prefetch_related("items__product")]  # expect: related-access-in-loop


# what costs nothing


def joined_for_a_method():  # queries: 1
    return [product.label() for product in Product.objects.select_related("category").filter(active=True)]


def joined_deeply_for_a_property():  # queries: 1
    return [order.customer.city for order in Order.objects.select_related("customer__address").order_by("pk")]


def prefetched_for_a_cached_property():  # queries: 2
    return [product.tag_names for product in Product.objects.filter(active=True).prefetch_related("tags")]


def total_of_prefetched_orders():  # queries: 3
    return [order.total() for order in Order.objects.prefetch_related("items__product")]


def a_method_of_one_row():  # queries: 2
    return Product.objects.order_by("pk").first().label()


def a_method_that_reads_columns():  # queries: 1
    return [str(category) for category in Category.objects.order_by("pk")]


def a_method_that_is_not_called():  # queries: 1
    return len([product.label for product in Product.objects.all()])


def a_cached_property_read_twice():  # queries: 2
    rows = Product.objects.filter(active=True).prefetch_related("tags")
    return [(product.tag_names, product.tag_names) for product in rows]
