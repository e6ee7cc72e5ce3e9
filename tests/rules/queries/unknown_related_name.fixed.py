"""Names that Django rejects, and those it accepts although they look odd."""

from django.db.models import Prefetch

from shop.models import Customer, DigitalProduct, Note, Order, Product


def misspelt():
    return Order.objects.select_related("customer")  # expect: unknown-related-name


def misspelt_on_the_way():
    return Order.objects.prefetch_related("items__product")  # expect: unknown-related-name


def misspelt_in_a_prefetch():
    return Order.objects.prefetch_related(Prefetch("items"))  # expect: unknown-related-name


def joined_though_it_is_many():
    return Order.objects.select_related("items")  # expect: unknown-related-name


def a_column():
    return Order.objects.select_related("number")  # expect: unknown-related-name


def the_name_for_filters():
    """`review` is the name in `filter(review__stars=5)`; the attribute is `review_set`."""
    return Product.objects.prefetch_related("review_set")  # expect: unknown-related-name
    #                                       ^^^^^^^^ unknown-related-name: did you mean `review_set`?


def the_key_column():
    return Order.objects.select_related("customer")  # expect: unknown-related-name


def misspelt_after_a_right_one():
    return Order.objects.select_related("customer", "payment")  # expect: unknown-related-name


def misspelt_in_the_middle():
    return Order.objects.select_related("customer__address__country")  # expect: unknown-related-name


def misspelt_on_a_related_manager():
    return Order.objects.get(number=0).items.select_related("product")  # expect: unknown-related-name


def misspelt_after_a_filter():
    orders = Order.objects.filter(open=True)
    return orders.order_by("pk").prefetch_related("items")  # expect: unknown-related-name


def joined_though_it_is_generic():
    return Note.objects.select_related("target")  # expect: unknown-related-name


def the_relation_has_no_way_back():
    return Product.objects.prefetch_related("orderitem_set")  # expect: unknown-related-name


def misspelt_for_the_child():
    return DigitalProduct.objects.select_related("publisher")  # expect: unknown-related-name


# accepted


def forward_reverse_and_one_to_one():  # queries: 3
    return list(Order.objects.select_related("customer__address", "payment").prefetch_related("items", "customer__orders"))


def inherited():  # queries: 2
    return list(DigitalProduct.objects.select_related("category", "product_ptr").prefetch_related("tags"))


def of_an_abstract_parent():  # queries: 2
    return list(Customer.objects.prefetch_related("review_written"))


def behind_a_to_attr():  # queries: 3
    return [o.number for o in Order.objects.prefetch_related(Prefetch("items", to_attr="lines"), "lines__product")]


def generic():  # queries: 2
    return list(Product.objects.filter(active=True).prefetch_related("notes"))


def relations_of_the_user_may_come_from_anywhere():
    return Customer.objects.prefetch_related("user__emailaddress_set")


def the_target_of_a_generic_key():  # queries: 2
    return list(Note.objects.prefetch_related("target"))


def names_we_do_not_see(names=("customer",), extra="payment"):  # queries: 1
    return list(Order.objects.select_related(*names).select_related(f"{extra}"))


def the_reverse_of_a_one_to_one():  # queries: 1
    return list(Customer.objects.select_related("wishlist", "user"))


def the_model_between_two():  # queries: 3
    return list(Product.objects.filter(active=True).prefetch_related("supplies__supplier"))


def the_child_of_a_model():  # queries: 1
    return list(Product.objects.select_related("digitalproduct__publisher"))


def the_parent_of_a_model():  # queries: 1
    return list(DigitalProduct.objects.select_related("product_ptr__category", "brand__category"))


def reset():  # queries: 1
    return [order.number for order in Order.objects.select_related(None).prefetch_related(None)]


def not_asked_for_rows():  # queries: 3
    """What is no row has no relations: Django does not try to load them."""
    orders = Order.objects.select_related("owner").order_by("pk").values("number")
    return list(orders), Order.objects.prefetch_related("owner").count(), Order.objects.select_related("owner").exists()
