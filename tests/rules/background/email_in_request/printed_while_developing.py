"""Only developers have mails printed."""

# config: ignore = ["no-rate-limit", "email-without-timeout"]

from django.core.mail import send_mail
from django.http import HttpResponse
from django.urls import path


def register(request):
    send_mail("Welcome", "", None, [request.POST["email"]])  # expect: email-in-request
    return HttpResponse()


urlpatterns = [path("register/", register)]

# file: project/settings.py
"""
WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["shop"]
DEBUG = False

if DEBUG:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
"""
