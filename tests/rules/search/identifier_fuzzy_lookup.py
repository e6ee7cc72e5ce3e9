"""One row looked up by a part of its number or address, and rows that are searched."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models.functions import Upper
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from shop.models import Customer


class Client(models.Model):
    phone = models.CharField(max_length=20, db_index=True)
    email = models.EmailField(unique=True)
    sku_code = models.CharField(max_length=20, unique=True)
    login = models.SlugField()
    name = models.CharField(max_length=50)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)


@require_GET
def first_that_fits(request):
    client = Client.objects.filter(phone__icontains=request.GET["phone"]).first()  # expect: identifier-fuzzy-lookup
    #                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ identifier-fuzzy-lookup: can match somebody else's
    return JsonResponse({"name": client.name})


@require_GET
def the_one_that_fits(request):
    client = get_object_or_404(Client, email__contains=request.GET["email"])  # expect: identifier-fuzzy-lookup
    return JsonResponse({"name": client.name})


@require_POST
def is_taken(request):
    code, login = request.POST["code"], request.POST["login"]
    taken = Client.objects.filter(sku_code__endswith=code).exists()  # expect: identifier-fuzzy-lookup
    taken = taken or Client.objects.filter(login__icontains=login).exists()  # expect: identifier-fuzzy-lookup
    return JsonResponse({"taken": taken})


@require_GET
def the_first_of_them(request):
    client = Client.objects.filter(email__icontains=request.GET["email"])[0]  # expect: identifier-fuzzy-lookup
    return JsonResponse({"name": client.name})


@require_GET
def by_its_beginning(request):
    """Others begin like it."""
    client = Client.objects.filter(phone__istartswith=request.GET["phone"]).first()  # expect: identifier-fuzzy-lookup
    return JsonResponse({"name": client.name})


@require_GET
def in_any_case(request):
    """No index on the column serves it, but it finds the right one."""
    client = Client.objects.get(email__iexact=request.GET["email"])  # expect: identifier-fuzzy-lookup; # severity: info
    return JsonResponse({"name": client.name})


@require_POST
def of_django(request):
    """The user model's columns are known too."""
    users = get_user_model().objects
    user = users.filter(username__icontains=request.POST["name"]).first()  # expect: identifier-fuzzy-lookup
    return JsonResponse({"pk": user.pk})


# the whole value, or a search


@require_GET
def whole_values(request):
    phone = "".join(filter(str.isdigit, request.GET["phone"]))
    found = [
        Client.objects.filter(phone=phone).first(),
        Client.objects.filter(email=request.GET["email"].lower()).first(),
        Client.objects.filter(login__in=["a", "b"]).first(),
    ]
    return JsonResponse({"found": [client.pk for client in found if client]})


@require_GET
def few_rows_anyway(request, pk):
    found = [
        Client.objects.filter(customer=pk, phone__icontains=request.GET["phone"]).first(),
        Client.objects.filter(email="a@b.c", phone__icontains=request.GET["phone"]).first(),
        get_object_or_404(Customer, pk=pk).client_set.filter(phone__icontains="1").first(),
    ]
    return JsonResponse({"found": [client.pk for client in found if client]})


@require_GET
def a_list_of_what_fits(request):
    """Somebody picks one: a search."""
    found = Client.objects.filter(phone__icontains=request.GET["phone"])[:20]  # expect: unindexable-text-search
    return JsonResponse({"found": [client.name for client in found]})


@admin.register(Client)
class ClientAdmin(admin.ModelAdmin):
    """The same, for few people."""

    search_fields = ["phone", "email"]  # expect: unindexable-text-search; # severity: info


@require_GET
def by_name(request):
    """Names are no identifiers."""
    client = Client.objects.filter(name__icontains=request.GET["name"]).first()  # expect: unindexable-text-search
    return JsonResponse({"pk": client.pk})


class Account(models.Model):
    username = models.CharField(max_length=50)

    class Meta:
        indexes = [models.Index(Upper("username"), name="account_upper_username")]


@require_GET
def with_an_index_on_the_upper_case(request):
    return JsonResponse({"pk": Account.objects.get(username__iexact=request.GET["name"]).pk})


def by_hand(phone):
    """Nobody waits for it."""
    return Client.objects.filter(phone__icontains=phone).first()
