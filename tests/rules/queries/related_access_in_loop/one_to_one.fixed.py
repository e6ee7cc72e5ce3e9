"""One row for each row, from both sides."""

from shop.models import Customer, DigitalProduct, Order, Payment, Product, Shipment, Wishlist


def forward():  # queries: 1 + n -> 1
    return [customer.user.username for customer in Customer.objects.order_by("pk").select_related("user")]  # expect: related-access-in-loop


def backward():  # queries: 1 + n -> 1
    return [order.payment.amount for order in Order.objects.order_by("pk").select_related("payment")]  # expect: related-access-in-loop


def backward_with_a_name():  # queries: 1 + n -> 1
    return [order.parcel.to_id for order in Order.objects.order_by("pk").select_related("parcel")]  # expect: related-access-in-loop


def backward_then_forward():  # queries: 1 + 2n -> 1
    return [order.parcel.to.city for order in Order.objects.order_by("pk").select_related("parcel__to")]  # expect: related-access-in-loop


def forward_then_backward():  # queries: 1 + 2n -> 1
    return [order.customer.wishlist.pk for order in Order.objects.order_by("pk").select_related("customer__wishlist")]  # expect: related-access-in-loop


def backward_then_many():  # queries: 1 + 2n -> 2
    rows = Customer.objects.order_by("pk").select_related("wishlist").prefetch_related("wishlist__products")  # expect: related-access-in-loop
    return [len(customer.wishlist.products.all()) for customer in rows]


def asked_with_hasattr():  # queries: 1 + n -> 1
    return [hasattr(order, "payment") for order in Order.objects.order_by("pk").select_related("payment")]  # expect: related-access-in-loop


def asked_with_getattr():  # queries: 1 + n -> 1
    return [getattr(order, "payment", None) is None for order in Order.objects.order_by("pk").select_related("payment")]  # expect: related-access-in-loop


def asked_with_try():  # queries: 1 + n -> 1
    paid = []
    for order in Order.objects.order_by("pk").select_related("payment"):  # expect: related-access-in-loop
        try:
            paid.append(order.payment.amount)
        except Payment.DoesNotExist:
            pass
    return paid



def the_child_of_a_product():  # queries: 1 + n -> 1
    rows = Product.objects.filter(active=False).order_by("pk").select_related("digitalproduct")  # expect: related-access-in-loop
    return [product.digitalproduct.url for product in rows]


# what costs nothing


def joined_backward():  # queries: 1
    return [order.payment.amount for order in Order.objects.select_related("payment").order_by("pk")]


def prefetched_backward():  # queries: 2
    return [order.payment.amount for order in Order.objects.prefetch_related("payment").order_by("pk")]


def there_and_back():  # queries: 1
    return [order.payment.order.number for order in Order.objects.select_related("payment").order_by("pk")]


def the_key_is_the_relation():  # queries: 1
    return [(parcel.pk, parcel.order_id) for parcel in Shipment.objects.order_by("pk")]


def the_parent_row_is_the_same_row():  # queries: 1
    return [product.product_ptr_id for product in DigitalProduct.objects.order_by("pk")]


def one_owner():  # queries: 2
    return Wishlist.objects.order_by("pk").first().owner.name
