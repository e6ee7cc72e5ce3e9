# needs: celery
# config: ignore = ["no-rate-limit"]
import threading

from celery import shared_task
from django.contrib import admin
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import permission_required, user_passes_test
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.mail import EmailMessage, EmailMultiAlternatives, mail_admins, send_mail
from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.generic import FormView, View
from shop.models import Order, Tag


def register(request):
    send_mail("Welcome", "", None, [request.POST["email"]])  # expect: email-in-request
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ email-in-request: while a visitor waits
    return HttpResponse()


def by_a_message(request):
    message = EmailMessage("Welcome", "", to=["a@example.com"])
    message.send()  # expect: email-in-request
    EmailMultiAlternatives("Welcome", "").send(fail_silently=True)  # expect: email-in-request
    return HttpResponse()


def to_the_user(request):
    request.user.email_user("Welcome", "")  # expect: email-in-request
    return HttpResponse()


def welcome(address):
    send_mail("Welcome", "", None, [address])  # expect: email-in-request


def in_a_function(request):
    welcome(request.POST["email"])
    return HttpResponse()


def behind_the_commit(request):
    """The commit is no end of the request."""
    transaction.on_commit(lambda: mail_admins("New", ""))  # expect: email-in-request
    return HttpResponse()


class Contact(FormView):
    def form_valid(self, form):
        send_mail("Question", form.cleaned_data["text"], None, ["shop@example.com"])  # expect: email-in-request
        return super().form_valid(form)


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    @admin.action
    def announce(self, request, queryset):
        send_mail("Tags", "", None, ["shop@example.com"])  # expect: email-in-request


@receiver(post_save, sender=Order)
def saved(instance, created, **kwargs):
    send_mail("Order", str(instance.number), None, ["shop@example.com"])  # expect: email-in-request


@shared_task
def later(address):
    send_mail("Later", "", None, [address])


def by_a_task(request):
    later.delay(request.POST["email"])
    return HttpResponse()


def in_a_thread(request):
    """Nobody waits; what is wrong with it is said by another rule."""
    threading.Thread(target=later, args=("a@example.com",)).start()  # expect: fire-and-forget-thread
    return HttpResponse()


class Command(BaseCommand):
    def handle(self, *args, **options):
        send_mail("Report", "", None, ["shop@example.com"])


def nobody_is_known_to_call_it():
    send_mail("Hello", "", None, ["shop@example.com"])


def only_built(request):
    return HttpResponse(EmailMessage("Welcome", "", to=["a@example.com"]).message().as_string())

# by the staff


@staff_member_required
def send_test_mail(request):
    send_mail("Test", "", None, ["staff@example.com"])  # expect: email-in-request; # severity: info
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ email-in-request: while a member of the staff waits
    return HttpResponse()


@user_passes_test(lambda user: user.is_superuser)
def by_a_superuser(request):
    send_mail("Test", "", None, ["staff@example.com"])  # expect: email-in-request; # severity: info
    return HttpResponse()


@user_passes_test(lambda user: user.is_active)
def by_members(request):
    send_mail("Hello", "", None, ["shop@example.com"])  # expect: email-in-request
    return HttpResponse()


@method_decorator(permission_required("shop.change_order"), name="dispatch")
class TestMail(View):
    def post(self, request):
        send_mail("Test", "", None, ["staff@example.com"])  # expect: email-in-request; # severity: info
        return HttpResponse()


class MailOfOrders(PermissionRequiredMixin, View):
    permission_required = "shop.change_order"

    def post(self, request):
        send_mail("Test", "", None, ["staff@example.com"])  # expect: email-in-request; # severity: info
        return HttpResponse()


urlpatterns = [
    path("a", register),
    path("b", by_a_message),
    path("c", to_the_user),
    path("d", in_a_function),
    path("e", behind_the_commit),
    path("f", by_a_task),
    path("g", in_a_thread),
    path("h", only_built),
    path("test-mail/", send_test_mail),
    path("superuser/", by_a_superuser),
    path("members/", by_members),
]
