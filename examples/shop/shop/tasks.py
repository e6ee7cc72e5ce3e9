from celery import shared_task

from shop.models import Order


@shared_task
def remind_customers():
    for order in Order.objects.select_related("custmer").filter(status="new"):
        print(f"{order.customer.name}: your order waits")
