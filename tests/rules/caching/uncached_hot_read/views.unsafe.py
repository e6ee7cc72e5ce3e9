"""What every request reads, and nobody's own."""

# config: rows = { "shop.Brand" = 20, "shop.Product" = 5000 }
from datetime import timedelta
from functools import lru_cache

from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Avg, Q, Sum
from django.db.models.functions import Now
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views.decorators.cache import cache_page
from django.views.decorators.http import require_POST
from django.views.generic import View

from shop.models import Brand, Order, Product

STATUS = "new"


def front_page(request):
    count = cache.get_or_set("shop.fixture:Product.count:b3ddd3cb", lambda: Product.objects.filter(active=True).count(), 300)  # expect: uncached-hot-read
    #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ uncached-hot-read: Every request asks anew for `count()` over `Product`
    brands = cache.get_or_set("shop.fixture:Brand.rows:8e9cc88d", lambda: list(Brand.objects.order_by("name")), 300)  # expect: uncached-hot-read
    average = cache.get_or_set("shop.fixture:Product.aggregate:7c5d251d", lambda: Product.objects.aggregate(price=Avg("price")), 300)  # expect: uncached-hot-read
    return HttpResponse(f"{count} {brands[0].name} {average}")


def helper():
    return cache.get_or_set("shop.fixture:Order.count:4cdd0898", lambda: Order.objects.filter(Q(status=STATUS)).count(), 300)  # expect: uncached-hot-read


def through_a_function(request):
    return HttpResponse(str(helper()))


# what depends on something, or is kept already


def of_the_visitor(request):
    mine = Order.objects.filter(customer__user=request.user).count()
    found = Product.objects.filter(name=request.GET["q"]).count()
    return HttpResponse(f"{mine} {found}")


def of_the_time(request):
    day = timezone.now() - timedelta(days=1)
    first = Order.objects.filter(created_at__gt=day).count()
    second = Order.objects.filter(created_at__gt=timezone.now()).count()
    third = Order.objects.filter(created_at__gt=Now()).count()
    return HttpResponse(f"{first} {second} {third}")


def large(request):
    products = list(Product.objects.order_by("pk"))
    return HttpResponse(products[0].pk)


def of_unknown_size(request):
    orders = list(Order.objects.order_by("pk"))
    return HttpResponse(orders[0].pk)


def kept(request):
    return HttpResponse(str(cache.get_or_set("products", lambda: Product.objects.count(), 60)))


@cache_page(60)
def whole_page(request):
    return HttpResponse(str(Brand.objects.count()))


@lru_cache
def remembered():
    return Brand.objects.count()


def with_memory(request):
    return HttpResponse(str(remembered()))


def in_a_loop(request):
    return HttpResponse(str([Brand.objects.count() for _ in request.GET]))


def of_an_argument(request, status):
    return HttpResponse(str(Order.objects.filter(status=status).aggregate(Sum("pk"))))


def related(request):
    brand = Brand.objects.get(pk=1)
    return HttpResponse(str(brand.products.count()))


@permission_required("shop.view_brand")
def for_few(request):
    return HttpResponse(str(Brand.objects.count()))


@require_POST
def posted(request):
    return HttpResponse(str(Brand.objects.count()))


@login_required
def for_members(request):
    return HttpResponse(str(cache.get_or_set("shop.fixture:Brand.count:bc3a65e1", lambda: Brand.objects.count(), 300)))  # expect: uncached-hot-read


class Numbers(View):
    def get(self, request):
        return HttpResponse(str(cache.get_or_set("shop.fixture:Brand.count:bc3a65e1", lambda: Brand.objects.count(), 300)))  # expect: uncached-hot-read

    def post(self, request):
        return HttpResponse(str(Product.objects.count()))


@method_decorator(permission_required("shop.view_brand"), name="dispatch")
class ForFew(View):
    def get(self, request):
        return HttpResponse(str(Brand.objects.count()))


class WithPermission(PermissionRequiredMixin, View):
    permission_required = "shop.view_brand"

    def get(self, request):
        return HttpResponse(str(Brand.objects.count()))


class Guarded:
    def may_enter(self):
        if not self.request.user.has_perm("shop.change_brand"):
            raise PermissionDenied


class ForEditors(Guarded, View):
    def get(self, request):
        self.may_enter()
        return HttpResponse(str(Brand.objects.count()))


def for_staff(request):
    if not request.user.is_staff:
        raise PermissionDenied
    return HttpResponse(str(Brand.objects.count()))


def written_before(request):
    """What has just been written has to show."""
    Brand.objects.get_or_create(name="new")
    return HttpResponse(str(Brand.objects.count()))


def written_instead(request):
    if request.method == "POST":
        Brand.objects.create(name=request.POST["name"])
        return HttpResponse("created")
    return HttpResponse(str(cache.get_or_set("shop.fixture:Brand.count:bc3a65e1", lambda: Brand.objects.count(), 300)))  # expect: uncached-hot-read


def in_a_language(request):
    return HttpResponse(str(Brand.objects.filter(name=get_language()).count()))


def of_a_tenant(request):
    return HttpResponse(str(Brand.objects.filter(name=request.tenant.name).count()))


def locked(request):
    with transaction.atomic():
        return HttpResponse(str(len(list(Brand.objects.select_for_update().order_by("pk")))))


def not_a_view():
    return Brand.objects.count()


def figures(request):
    """For whoever has the key: few ask, and want to know how it is now."""
    if request.headers.get("X-Key") != "secret":
        return HttpResponse(status=403)
    return HttpResponse(str(Product.objects.count()))


urlpatterns = [
    path("figures/", figures),
    path("before/", written_before),
    path("instead/", written_instead),
    path("language/", in_a_language),
    path("tenant/", of_a_tenant),
    path("locked/", locked),
    path("few/", for_few),
    path("posted/", posted),
    path("members/", for_members),
    path("numbers/", Numbers.as_view()),
    path("for-few/", ForFew.as_view()),
    path("permission/", WithPermission.as_view()),
    path("editors/", ForEditors.as_view()),
    path("staff/", for_staff),
    path("front/", front_page),
    path("function/", through_a_function),
    path("visitor/", of_the_visitor),
    path("time/", of_the_time),
    path("large/", large),
    path("size/", of_unknown_size),
    path("kept/", kept),
    path("whole/", whole_page),
    path("memory/", with_memory),
    path("loop/", in_a_loop),
    path("argument/<status>/", of_an_argument),
    path("related/", related),
]
