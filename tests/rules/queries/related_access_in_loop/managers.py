"""Managers and queryset classes of the project."""

from shop.models import ActiveProduct, Carrier, Order, OrderItem, Product, Shipment


def a_method_of_the_queryset_class():  # queries: 1 + n -> 1
    return [p.category.name for p in Product.objects.active().order_by("pk")]  # expect: related-access-in-loop


def a_method_in_the_middle():  # queries: 1 + n -> 1
    return [o.customer.name for o in Order.objects.filter(open=True).latest_first()]  # expect: related-access-in-loop


def a_manager_made_from_a_queryset():  # queries: 1 + n -> 1
    return [order.customer.name for order in Order.objects.latest_first()]  # expect: related-access-in-loop


def the_default_manager():  # queries: 1 + n -> 1
    return [o.customer.name for o in Order._default_manager.order_by("pk")]  # expect: related-access-in-loop


def the_manager_itself():  # queries: 1 + n -> 1
    return [order.customer.name for order in Order.objects.all()]  # expect: related-access-in-loop


def asked_for_its_queryset():  # queries: 1 + n -> 1
    return [o.customer.name for o in Order.objects.get_queryset().order_by("pk")]  # expect: related-access-in-loop


def another_database():  # queries: 1 + n -> 1
    orders = Order.objects.using("default").order_by("pk")  # expect: related-access-in-loop
    return [order.customer.name for order in orders]


def a_manager_for_a_database():  # queries: 1 + n
    orders = Order.objects.db_manager("default").order_by("pk")  # miss: related-access-in-loop
    return [order.customer.name for order in orders]


def a_manager_in_a_variable():  # queries: 1 + n -> 1
    manager = Order.objects  # expect: related-access-in-loop
    return [order.customer.name for order in manager.order_by("pk")]


def the_manager_filters():  # queries: 1 + n -> 1
    return [p.brand.name for p in ActiveProduct.objects.all()]  # expect: related-access-in-loop


def the_manager_joins_something_else():  # queries: 1 + n -> 1
    return [parcel.to.city for parcel in Shipment.objects.order_by("pk")]  # expect: related-access-in-loop


def the_join_of_the_manager_taken_back():  # queries: 1 + n -> 1
    parcels = Shipment.objects.select_related(None).order_by("pk")  # expect: related-access-in-loop
    return [parcel.carrier.name for parcel in parcels]


def the_method_joins_something_else():  # queries: 2 + n -> 2
    return [p.brand.name for p in Product.objects.for_display().order_by("pk")]  # expect: related-access-in-loop


def the_plain_manager_of_two():  # queries: 1 + n*n -> 1
    return [item.product.name for item in OrderItem.objects.order_by("pk")]  # expect: related-access-in-loop


# what costs nothing


def the_manager_joins():  # queries: 1
    return [parcel.carrier.name for parcel in Shipment.objects.order_by("pk")]


def the_manager_joins_for_related_rows_too():  # queries: 2
    carriers = Carrier.objects.order_by("pk").prefetch_related("shipment_set")
    return [[parcel.carrier.name for parcel in carrier.shipment_set.all()] for carrier in carriers]


def the_method_joins():  # queries: 2
    rows = Product.objects.for_display().order_by("pk")
    return [(product.category.name, product.tag_names) for product in rows]


def the_method_joins_after_others():  # queries: 1
    return [order.customer.name for order in Order.objects.latest_first().with_customers()]


def the_other_manager_of_two():  # queries: 1
    return [item.product.name for item in OrderItem.joined.order_by("pk")]
