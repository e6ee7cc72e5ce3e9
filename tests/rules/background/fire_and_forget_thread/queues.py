# needs: celery
import threading
from concurrent.futures import ThreadPoolExecutor
from threading import Thread

from celery import shared_task
from django.core.mail import send_mail
from django.http import HttpResponse
from django.urls import path
from shop.models import Order

POOL = ThreadPoolExecutor(max_workers=2)


@shared_task
def remind(pk, when):
    send_mail("Reminder", when, None, [pk])


def welcome(address, copy=None):
    send_mail("Welcome", "", None, [address])


def note(order):
    order.number += 1
    order.save()


def a_task_already(request, pk):
    Thread(target=remind, args=(str(pk), "soon"), daemon=True).start()  # expect: fire-and-forget-thread
    return HttpResponse()


def functions_that_are_no_tasks(request):
    threading.Thread(target=welcome, args=(request.POST["email"],)).start()  # expect: fire-and-forget-thread
    POOL.submit(welcome, "shop@example.com", copy=None)  # expect: fire-and-forget-thread
    return HttpResponse()


def a_row(request, pk):
    """A row is nothing that a queue can write down."""
    order = Order.objects.get(pk=pk)
    Thread(target=note, args=(order,)).start()  # expect: fire-and-forget-thread
    return HttpResponse()


def later(request):
    threading.Timer(60, welcome, args=("a@example.com",)).start()  # expect: fire-and-forget-thread
    return HttpResponse()


def without_a_name(request):
    Thread(target=lambda: welcome("a@example.com")).start()  # expect: fire-and-forget-thread
    return HttpResponse()


urlpatterns = [
    path("a/<int:pk>", a_task_already),
    path("b", functions_that_are_no_tasks),
    path("c/<int:pk>", a_row),
    path("d", later),
    path("e", without_a_name),
]
