"""What a middleware puts on the request is known wherever a request is: of one model, if all that assign it agree."""

from django.http import HttpRequest
from shop.models import Customer, Order, Product


class CustomerMiddleware:
    def __call__(self, request):
        request.customer = Customer.objects.select_related("user").get(pk=1)
        request.product = Product.objects.first()
        request.found = lookup_of(request)
        request.mixed = Order.objects.first()

    def process_view(self, request):
        request.mixed = Product.objects.first()
        request.customer = None


def lookup_of(request):
    return Order.objects.order_by("pk").last()


def with_customer():
    request = HttpRequest()
    CustomerMiddleware()(request)
    return request


def its_orders():  # queries: 5 + n -> 5
    return orders_of(with_customer())


def orders_of(request):
    return [item.product.name for item in request.found.items.all().select_related("product")]  # expect: related-access-in-loop


def its_names(request):
    return [order.customer.name for order in request.customer.orders.all()]


def of_several_models(request):
    return [item.product.name for item in request.mixed.items.all()]


def never_assigned(request):
    return [item.product.name for item in request.order.items.all()]
