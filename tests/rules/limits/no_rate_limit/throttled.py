"""Views of REST framework with throttles of their own."""

# needs: rest_framework
from django.contrib.auth import authenticate
from django.http import HttpResponse
from django.urls import path
from rest_framework.decorators import api_view, throttle_classes
from rest_framework.throttling import AnonRateThrottle
from rest_framework.views import APIView


class Login(APIView):
    throttle_classes = [AnonRateThrottle]

    def post(self, request):
        return HttpResponse(str(authenticate(request, username="a", password="b")))


class Scoped(APIView):
    throttle_scope = "login"

    def post(self, request):
        return HttpResponse(str(authenticate(request, username="a", password="b")))


@api_view(["POST"])
@throttle_classes([AnonRateThrottle])
def sign_in(request):
    return HttpResponse(str(authenticate(request, username="a", password="b")))


class Free(APIView):
    def post(self, request):
        return HttpResponse(str(authenticate(request, username="a", password="b")))  # expect: no-rate-limit


urlpatterns = [
    path("login/", Login.as_view()),
    path("scoped/", Scoped.as_view()),
    path("sign-in/", sign_in),
    path("free/", Free.as_view()),
]
