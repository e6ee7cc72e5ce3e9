"""Many rows for each row: reverse foreign keys and many-to-many relations."""

from shop.models import Brand, Category, Customer, Order, OrderItem, Product, Supplier, Tag, Wishlist
from django.db.models import Count


def a_set_without_a_name():  # queries: 1 + 2n -> 2
    return [len(category.product_set.all()) for category in Category.objects.order_by("pk").prefetch_related("product_set")]  # expect: related-access-in-loop


def a_set_with_a_name():  # queries: 1 + n -> 2
    return [len(customer.orders.all()) for customer in Customer.objects.order_by("pk").prefetch_related("orders")]  # expect: related-access-in-loop


def many_to_many():  # queries: 1 + n -> 2
    rows = Product.objects.filter(active=True).order_by("pk").prefetch_related("tags")  # expect: related-access-in-loop
    return [sorted(tag.name for tag in product.tags.all()) for product in rows]


def many_to_many_from_the_other_side():  # queries: 1 + n -> 2
    return [len(tag.products.all()) for tag in Tag.objects.order_by("pk").prefetch_related("products")]  # expect: related-access-in-loop


def many_to_many_without_a_name():  # queries: 1 + 2n -> 2
    return [len(product.wishlist_set.all()) for product in Product.objects.order_by("pk").prefetch_related("wishlist_set")]  # expect: related-access-in-loop


def through_a_model():  # queries: 1 + n -> 2
    rows = Product.objects.filter(active=True).order_by("pk").prefetch_related("suppliers")  # expect: related-access-in-loop
    return [sorted(supplier.name for supplier in product.suppliers.all()) for product in rows]


def rows_of_the_model_between():  # queries: 1 + n + n*n -> 3
    rows = Product.objects.filter(active=True).order_by("pk").prefetch_related("supplies__supplier")  # expect: related-access-in-loop
    return [[(supply.price, supply.supplier.name) for supply in product.supplies.all()] for product in rows]


def a_foreign_key_then_many():  # queries: 1 + 2n -> 2
    rows = Product.objects.filter(active=True).order_by("pk").select_related("brand").prefetch_related("brand__published")  # expect: related-access-in-loop
    return [len(product.brand.published.all()) for product in rows]


def many_then_a_foreign_key():  # queries: 1 + n + n*n -> 3
    rows = Wishlist.objects.order_by("pk").prefetch_related("products__category")  # expect: related-access-in-loop
    return [sorted(product.category.name for product in wishlist.products.all()) for wishlist in rows]


def many_of_many():  # queries: 1 + 2n -> 3
    total = 0
    for customer in Customer.objects.order_by("pk").prefetch_related("orders__items"):  # expect: related-access-in-loop
        for order in customer.orders.all():
            total += len(order.items.all())
    return total


def in_a_condition():  # queries: 1 + n -> 2
    return [order.pk for order in Order.objects.order_by("pk").prefetch_related("items") if order.items.all()]  # expect: related-access-in-loop


def kept_in_a_variable():  # queries: 1 + n -> 2
    result = []
    for order in Order.objects.order_by("pk").prefetch_related("items"):  # expect: related-access-in-loop
        items = order.items.all()
        result.append([item.quantity for item in items])
    return result


def a_list_of_them():  # queries: 1 + n -> 2
    return [list(order.items.all())[-1].quantity for order in Order.objects.order_by("pk").prefetch_related("items")]  # expect: related-access-in-loop


def looked_for():  # queries: 1 + n -> 2
    tag = Tag(pk=-1)
    rows = Product.objects.filter(active=True).order_by("pk").prefetch_related("tags")  # expect: related-access-in-loop
    return [tag in product.tags.all() for product in rows]


def rows_of_one_row():  # queries: 2 + n -> 2
    order = Order.objects.get(number=0)
    return [item.product.name for item in order.items.order_by("pk").select_related("product")]  # expect: related-access-in-loop


def filtered_rows_of_one_row():  # queries: 2 + n -> 2
    order = Order.objects.get(number=0)
    items = order.items.filter(quantity=1).order_by("pk").select_related("product")  # expect: related-access-in-loop
    return [item.product.name for item in items]


def a_count_per_row():  # queries: 1 + n
    return [order.items_count for order in Order.objects.order_by("pk").annotate(items_count=Count("items", distinct=True))]  # expect: per-row-count-or-exists


def a_filter_per_row():  # queries: 1 + n
    rows = Order.objects.order_by("pk")
    return [[item.pk for item in order.items.filter(quantity__gt=5)] for order in rows]  # expect: query-in-loop


# what costs nothing


def prefetched():  # queries: 2
    return [len(order.items.all()) for order in Order.objects.order_by("pk").prefetch_related("items")]


def prefetched_two_levels():  # queries: 3
    rows = Wishlist.objects.order_by("pk").prefetch_related("products__category")
    return [sorted(product.category.name for product in wishlist.products.all()) for wishlist in rows]


def joined_then_prefetched():  # queries: 2
    rows = Product.objects.filter(active=True).select_related("brand").prefetch_related("brand__published")
    return [len(product.brand.published.all()) for product in rows]


def counted_from_prefetched_rows():  # queries: 2
    return [order.items.count() for order in Order.objects.order_by("pk").prefetch_related("items")]


def the_parent_is_known():  # queries: 2
    rows = Customer.objects.order_by("pk").prefetch_related("orders")
    return [[order.customer.name for order in customer.orders.all()] for customer in rows]


def the_parent_of_one_rows_rows_is_known():  # queries: 2
    order = Order.objects.get(number=0)
    return [item.order.number for item in order.items.all()]


def a_manager_that_is_not_asked():  # queries: 1
    return len([order.items for order in Order.objects.all()])


def rows_of_one_row_and_their_columns():  # queries: 2
    return [item.product_id for item in Order.objects.get(number=0).items.order_by("pk")]


def written_to():  # queries: 2 + 2n
    """A loop that writes has other costs than reading."""
    order = Order.objects.get(number=0)
    for product in Product.objects.all():
        order.items.create(product=product)  # expect: create-in-loop


def linked():  # queries: 1
    return list(Supplier.objects.filter(supply__price=0)) and len(OrderItem.objects.none()) and len(Brand.objects.none())
