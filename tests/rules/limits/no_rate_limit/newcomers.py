"""Views that make accounts and send mails for whoever asks."""

# needs: rest_framework
# config: ignore = ["email-in-request"]

from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView, PasswordResetView
from django.core.cache import caches
from django.core.mail import EmailMessage, send_mail
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST
from django.views.generic import CreateView, FormView
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.views import APIView

from shop.models import Customer


@require_POST
def register(request):
    user = get_user_model().objects.create_user(request.POST["name"], password=request.POST["password"])  # expect: no-rate-limit
    #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no-rate-limit: each account costs about 0.3 s
    return HttpResponse(str(user.pk))


class Registration(UserCreationForm):
    pass


def by_form(request):
    if request.user.is_authenticated:
        return redirect("/")
    form = Registration(request.POST)  # expect: no-rate-limit
    if form.is_valid():
        form.save()
    return HttpResponse("hello")


class Register(CreateView):  # expect: no-rate-limit
    form_class = Registration
    success_url = "/"
    template_name = "register.html"


class RegisterByApi(APIView):
    permission_classes = [AllowAny]

    def post(self, request):
        User.objects.create_user(request.data["name"])  # expect: no-rate-limit
        return HttpResponse("hello")


def contact(request):
    send_mail("Hello", request.POST["text"], None, ["shop@example.com"])  # expect: no-rate-limit
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no-rate-limit: each request sends a mail
    return HttpResponse("sent")


class Contact(FormView):
    template_name = "contact.html"

    def form_valid(self, form):
        EmailMessage("Hello", form.cleaned_data["text"], to=["shop@example.com"]).send()  # expect: no-rate-limit
        return HttpResponse("sent")


class Reset(PasswordResetView):  # expect: no-rate-limit
    template_name = "reset.html"


class SignIn(LoginView):  # expect: no-rate-limit
    template_name = "login.html"


# not for everybody, or counted


class CountedReset(PasswordResetView):
    def post(self, request, *args, **kwargs):
        if caches["shared"].incr("resets") > 5:
            return HttpResponse("slowly", status=429)
        return super().post(request, *args, **kwargs)


class Unrouted(PasswordResetView):
    """Nobody asks for it."""


@login_required
def invite(request):
    send_mail("Hello", "Join us", None, [request.POST["mail"]])
    return HttpResponse("sent")


@permission_required("auth.add_user")
def add_user(request):
    return HttpResponse(str(User.objects.create_user(request.POST["name"]).pk))


class AddUser(LoginRequiredMixin, CreateView):
    form_class = UserCreationForm


class AddUserByApi(APIView):
    permission_classes = [IsAuthenticated]

    def post(self, request):
        return HttpResponse(str(User.objects.create_user(request.data["name"]).pk))


class AddUserSomehow(APIView):
    """Who may ask is the settings' business."""

    def post(self, request):
        return HttpResponse(str(User.objects.create_user(request.data["name"]).pk))


def to_oneself(request):
    send_mail("Hello", "A copy", None, [request.user.email])
    return HttpResponse("sent")


def by_staff(request):
    if request.user.is_staff:
        User.objects.create_user("new")
    return HttpResponse("made")


def another_create_user(request):
    """No account of Django's."""
    return HttpResponse(str(Customer.objects.create(name="new").pk))


def counted(request):
    if caches["shared"].incr("mails") > 5:
        return HttpResponse("slowly", status=429)
    send_mail("Hello", request.POST["text"], None, ["shop@example.com"])
    return HttpResponse("sent")


urlpatterns = [
    path("register/", register),
    path("by-form/", by_form),
    path("class/", Register.as_view()),
    path("api/", RegisterByApi.as_view()),
    path("contact/", contact),
    path("form/", Contact.as_view()),
    path("reset/", Reset.as_view()),
    path("sign-in/", SignIn.as_view()),
    path("counted-reset/", CountedReset.as_view()),
    path("invite/", invite),
    path("add/", add_user),
    path("add-class/", AddUser.as_view()),
    path("add-api/", AddUserByApi.as_view()),
    path("add-somehow/", AddUserSomehow.as_view()),
    path("oneself/", to_oneself),
    path("staff/", by_staff),
    path("another/", another_create_user),
    path("counted/", counted),
]
