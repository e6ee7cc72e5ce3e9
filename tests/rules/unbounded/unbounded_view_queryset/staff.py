"""Pages for those with a right show all rows to few; the others see their own."""

from functools import wraps

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import user_passes_test
from django.contrib.auth.mixins import UserPassesTestMixin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from shop.models import Customer, Order

# template: orders.html
"""
{% for order in orders %}{{ order.number }}{% endfor %} {# elsewhere: unbounded-view-queryset #}
"""


def check_access(request, permission=None):
    if not request.user.has_perm("shop.manage"):
        raise PermissionDenied
    if permission is not None and not request.user.has_perm(permission):
        raise PermissionDenied


def managed(view):
    if iscoroutinefunction(view):

        @wraps(view)
        async def waiting(request, *args, **kwargs):
            await sync_to_async(check_access)(request)
            return await view(request, *args, **kwargs)

        return waiting

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        check_access(request)
        return view(request, *args, **kwargs)

    return wrapper


def counted_but_for_the_staff(view):
    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if request.user.is_staff:
            return view(request, *args, **kwargs)
        request.session["seen"] = request.session.get("seen", 0) + 1
        return view(request, *args, **kwargs)

    return wrapper


def is_manager(user):
    return user.is_authenticated and user.is_staff


def is_member(user):
    return user.is_authenticated


staff_only = user_passes_test(lambda user: user.is_superuser)


@staff_member_required
def dashboard(request):
    orders = Order.objects.order_by("-pk")  # expect: unbounded-view-queryset; # severity: info
    return render(request, "orders.html", {"orders": orders})


@managed
def by_a_decorator_of_the_project(request):
    orders = Order.objects.order_by("-pk")  # expect: unbounded-view-queryset; # severity: info
    return render(request, "orders.html", {"orders": orders})


@staff_only
def by_a_decorator_that_is_made(request):
    orders = Order.objects.order_by("-pk")  # expect: unbounded-view-queryset; # severity: info
    return render(request, "orders.html", {"orders": orders})


@user_passes_test(is_manager)
def by_a_test(request):
    orders = Order.objects.order_by("-pk")  # expect: unbounded-view-queryset; # severity: info
    return render(request, "orders.html", {"orders": orders})


@method_decorator(managed, name="dispatch")
class Managed(TemplateView):
    template_name = "orders.html"

    def get_context_data(self, **kwargs):
        orders = Order.objects.order_by("-pk")  # expect: unbounded-view-queryset; # severity: info
        return {**super().get_context_data(**kwargs), "orders": orders}


class Tested(UserPassesTestMixin, TemplateView):
    template_name = "orders.html"

    def test_func(self):
        return self.request.user.is_staff

    def get_context_data(self, **kwargs):
        orders = Order.objects.order_by("-pk")  # expect: unbounded-view-queryset; # severity: info
        return {**super().get_context_data(**kwargs), "orders": orders}


def asking_first(request):
    if not request.user.is_staff:
        return redirect("/")
    orders = Order.objects.order_by("-pk")  # expect: unbounded-view-queryset; # severity: info
    return render(request, "orders.html", {"orders": orders})


def in_its_branch(request):
    if request.user.has_perm("shop.view_order"):
        orders = Order.objects.order_by("-pk")  # expect: unbounded-view-queryset; # severity: info
    else:
        orders = Order.objects.filter(customer__user=request.user)
    return render(request, "orders.html", {"orders": orders})


def shown_to_both(request):
    orders = Order.objects.order_by("-pk")
    if not request.user.is_superuser:
        orders = orders.filter(customer__user=request.user)
    return render(request, "orders.html", {"orders": orders})


class ForSome(models.QuerySet):
    def for_user(self, user):
        if user.has_perm("shop.manage"):
            orders = self.all()
        else:
            orders = self.filter(customer__in=user.customers_with("shop.manage")).distinct()
        return orders.order_by("number")


class Deal(models.Model):
    number = models.IntegerField()
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)

    objects = ForSome.as_manager()

    class Meta:
        managed = False


def by_a_method(request):
    return render(request, "orders.html", {"orders": Deal.objects.for_user(request.user).filter(number__gt=0)})


@counted_but_for_the_staff
def by_what_lets_all_in(request):
    orders = Order.objects.order_by("-pk")  # expect: unbounded-view-queryset
    return render(request, "orders.html", {"orders": orders})


@user_passes_test(is_member)
def for_members(request):
    orders = Order.objects.order_by("-pk")  # expect: unbounded-view-queryset
    return render(request, "orders.html", {"orders": orders})


def of_one_thing(request):
    """Who may change one thing is no member of the staff."""
    if not request.user.has_perm("shop.change", request.user):
        raise PermissionDenied
    orders = Order.objects.order_by("-pk")  # expect: unbounded-view-queryset
    return render(request, "orders.html", {"orders": orders})


def asking_more_than_that(request):
    if not request.user.is_staff and "all" in request.GET:
        return redirect("/")
    orders = Order.objects.order_by("-pk")  # expect: unbounded-view-queryset
    return render(request, "orders.html", {"orders": orders})


def narrowed_if_they_like(request):
    orders = Order.objects.order_by("-pk")  # expect: unbounded-view-queryset
    if "mine" in request.GET:
        if not request.user.is_staff:
            orders = orders.filter(customer__user=request.user)
    return render(request, "orders.html", {"orders": orders})


urlpatterns = [
    path("dashboard/", dashboard),
    path("project/", by_a_decorator_of_the_project),
    path("made/", by_a_decorator_that_is_made),
    path("test/", by_a_test),
    path("managed/", Managed.as_view()),
    path("tested/", Tested.as_view()),
    path("first/", asking_first),
    path("branch/", in_its_branch),
    path("both/", shown_to_both),
    path("method/", by_a_method),
    path("all/", by_what_lets_all_in),
    path("members/", for_members),
    path("thing/", of_one_thing),
    path("more/", asking_more_than_that),
    path("like/", narrowed_if_they_like),
]
