"""What is asked for every request."""

from django.core.cache import cache
from django.template import RequestContext, Template
from django.test import RequestFactory
from django.utils.functional import SimpleLazyObject

from shop.models import Category, Customer, Order, Product

TEMPLATES = [
    {
        "OPTIONS": {
            "context_processors": [
                "shop.fixture.counted",
                "shop.fixture.listed",
                "shop.fixture.made_before",
                "shop.fixture.lazy",
                "shop.fixture.called_when_used",
                "shop.fixture.kept",
                "shop.fixture.for_some_pages",
                "shop.fixture.for_few",
                "shop.fixture.asked_once",
            ]
        }
    }
]
MIDDLEWARE = ["shop.fixture.Visits", "shop.fixture.Elsewhere"]


def counted(request):
    return {"open_orders": Order.objects.filter(open=True).count()}  # expect: query-in-request-hook
    #                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ query-in-request-hook: the context processor `counted` asks the database about `Order`


def listed(request):
    return {
        "anybody": bool(Customer.objects.all().exists()),  # expect: query-in-request-hook
        "best": Product.objects.order_by("price").first(),  # expect: query-in-request-hook
    }


def made_before(request):
    newest = Order.objects.order_by("pk").last()  # expect: query-in-request-hook
    return {"newest": newest}


class Visits:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.visitors = Customer.objects.count()  # expect: query-in-request-hook
        return self.get_response(request)


def rendered(*processors, text=""):
    return Template(text).render(RequestContext(RequestFactory().get("/"), processors=processors))


def a_page_that_does_not_show_it():  # queries: 1 => 0
    return rendered(counted)


def a_page_that_shows_it():  # queries: 1
    return rendered(counted, text="{{ open_orders }}")


def a_page_with_several():  # queries: 2 => 0
    return rendered(listed)


def a_page_with_what_is_made_before():  # queries: 1
    return rendered(made_before)


# what is fine


def lazy(request):
    return {"categories": Category.objects.order_by("pk")}


def called_when_used(request):
    return {"products": lambda: Product.objects.count()}


def kept(request):
    number = cache.get("number")
    if number is None:
        number = Order.objects.count()
    return {"number": number}


def for_some_pages(request):
    if request.path.startswith("/admin/"):
        return {}
    return {"parents": Category.objects.filter(parent=None).count()}


def for_few(request):
    if not request.user.is_staff:
        return {}
    return {"waiting": Order.objects.filter(open=True).count()}


def asked_once(request):
    return {"newest": SimpleLazyObject(newest), "total": cache.get_or_set("total", Order.objects.count, 60)}


class Elsewhere:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.user.is_staff:
            request.orders = Order.objects.count()
        request.newest = newest()

    def process_exception(self, request, exception):
        return Order.objects.count()


def newest():
    return Order.objects.order_by("pk").last()


def not_listed(request):
    return {"orders": Order.objects.count()}


def pages_that_ask_nothing():  # queries: 0
    return rendered(lazy, called_when_used)
