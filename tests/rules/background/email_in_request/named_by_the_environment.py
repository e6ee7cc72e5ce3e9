"""What prints is the default for developers; production names its backend."""

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
import os

WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["shop"]
EMAIL_BACKEND = os.environ.get("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
"""
