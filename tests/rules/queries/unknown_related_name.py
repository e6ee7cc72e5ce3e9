"""Names that Django rejects, and those it accepts although they look odd."""

from django.db.models import Prefetch

from shop.models import Customer, DigitalProduct, Order, Product


def misspelt():
    return Order.objects.select_related("custmer")  # expect: unknown-related-name


def misspelt_on_the_way():
    return Order.objects.prefetch_related("items__prodct")  # expect: unknown-related-name


def misspelt_in_a_prefetch():
    return Order.objects.prefetch_related(Prefetch("item"))  # expect: unknown-related-name


def joined_though_it_is_many():
    return Order.objects.select_related("items")  # expect: unknown-related-name


def a_column():
    return Order.objects.select_related("number")  # expect: unknown-related-name


# accepted


def forward_reverse_and_one_to_one():  # queries: 3
    return len(Order.objects.select_related("customer__address", "payment").prefetch_related("items", "customer__orders"))


def inherited():  # queries: 2
    return len(DigitalProduct.objects.select_related("category", "product_ptr").prefetch_related("tags"))


def of_an_abstract_parent():  # queries: 2
    return len(Customer.objects.prefetch_related("review_written"))


def behind_a_to_attr():  # queries: 3
    return len(Order.objects.prefetch_related(Prefetch("items", to_attr="lines"), "lines__product"))


def generic():  # queries: 2
    return len(Product.objects.filter(active=True).prefetch_related("notes"))


def relations_of_the_user_may_come_from_anywhere():
    return Customer.objects.prefetch_related("user__emailaddress_set")
