"""Another process sends what the backend writes down."""

# config: ignore = ["no-rate-limit", "email-without-timeout"]

from django.core.mail import send_mail
from django.http import HttpResponse
from django.urls import path


def register(request):
    send_mail("Welcome", "", None, [request.POST["email"]])
    return HttpResponse()


urlpatterns = [path("register/", register)]

# file: project/settings.py
"""
WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["shop"]
EMAIL_BACKEND = "post_office.EmailBackend"
"""
