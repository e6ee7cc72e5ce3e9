"""Properties that ask the database again for what they have said before."""

from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.functional import cached_property
from django.views.generic import ListView, UpdateView

from shop.models import Brand, Customer, Order, Product
from shop.pages import page


class Account(Customer):
    class Meta:
        proxy = True
        app_label = "shop"

    @property  # expect: uncached-hot-read
    #^^^^^^^^ uncached-hot-read: `spent` asks the database each time it is read, 2 times for one `Account` in one request
    def spent(self):
        total = self.orders.aggregate(total=Sum("number"))["total"]
        return total or 0

    @property  # expect: uncached-hot-read
    def size(self):
        return self.orders.count()

    @property
    def newest(self):
        """The page may refine what it gets."""
        return list(self.orders.order_by("-pk")[:3])

    @property
    def waiting(self):
        return self.orders.filter(open=True).exists()

    @property
    def doubtful(self):
        return self.orders.filter(open=None).exists()

    @property
    def either(self):
        return self.orders.filter(number=1).exists()

    @cached_property
    def kept(self):
        return self.orders.count()


def account(request):
    mine = Account.objects.get(name="c1")
    if mine.size > 100:
        mine.name = f"{mine.size} orders"
    return render(request, "account.html", {"account": mine})


def shown():  # queries: 8 => 7
    return page(account)


# template: account.html
"""
{% if account.spent %}{{ account.spent }}{% endif %} {# elsewhere: uncached-hot-read #}
{% for order in account.newest %}{{ order.number }}{% endfor %}{{ account.newest|length }}
{% if account.name %}{{ account.waiting }}{% else %}{{ account.waiting }}{% endif %}
{{ account.kept }} {{ account.kept }}
"""


def settle(request):
    """What has just been written would not show."""
    mine = Account.objects.get(name="c1")
    if mine.doubtful:
        mine.orders.update(open=True)
    return render(request, "settle.html", {"account": mine, "doubtful": mine.doubtful})


# template: settle.html
"""
{{ account.name }}
"""


def one_way_or_the_other(request):
    mine = Account.objects.get(name="c1")
    if request.GET:
        return HttpResponse(mine.either)
    return HttpResponse("yes" if mine.either else "no")


class Products(ListView):
    template_name = "products.html"
    paginate_by = 10

    @property  # expect: uncached-hot-read
    def brand(self):
        return get_object_or_404(Brand, name=self.request.GET.get("brand", "brand0"))

    def get_queryset(self):
        return Product.objects.filter(brand=self.brand).order_by("pk")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, brand=self.brand)


# template: products.html
"""
{{ brand.name }}{% for product in object_list %}{{ product.name }}{% endfor %}
"""


def of_a_view():  # queries: 4 => 3
    return page(Products.as_view())


class Change(UpdateView):
    model = Brand
    fields = ["name"]

    @property
    def number(self):
        return Brand.objects.exclude(pk=self.object.pk).count()

    def get_context_data(self, **kwargs):
        Brand.objects.filter(name="").delete()
        return super().get_context_data(**kwargs, number=self.number, again=self.number)


urlpatterns = [
    path("account/", account),
    path("settle/", settle),
    path("either/", one_way_or_the_other),
    path("products/", Products.as_view()),
    path("change/<int:pk>/", Change.as_view()),
]
