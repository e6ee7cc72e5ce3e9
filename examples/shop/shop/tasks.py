"""Work for the queue; needs celery (requirements-live.txt)."""

from celery import shared_task
from django.core.mail import send_mail
from django.db import transaction

from shop.models import Customer, Order, Payment, Product


@shared_task
def send_newsletter(subject, text):
    for customer in Customer.objects.exclude(email=""):
        last = customer.orders.order_by("-created_at").first()
        seen = f"Your last order was {last.pk}." if last else ""
        send_mail(subject, f"Dear {customer.name},\n{text}\n{seen}", None, [customer.email])


@shared_task
def daily_report():
    lines = []
    for order in Order.objects.filter(status=Order.Status.PAID):
        lines.append(f"{order}: {order.total} for {', '.join(str(item) for item in order.items.all())}")
    send_mail("Paid today", "\n".join(lines), None, ["boss@corner-shop.example"])


@shared_task
def daily_payments():
    lines = [f"{payment.amount} {payment.order.customer.email}" for payment in Payment.objects.select_related()]
    send_mail("Payments", "\n".join(lines), None, ["boss@corner-shop.example"])


@shared_task
def restock(quantities):
    """`{product id: pieces}` from the supplier."""
    for product_id, pieces in quantities.items():
        product = Product.objects.get(pk=product_id)
        product.stock += pieces
        product.save()


@shared_task
def oldest_unpaid():
    """Nobody has called it since it was written."""
    orders = Order.objects.filter(status=Order.Status.NEW).order_by("created_at").limit(100)
    return [order.pk for order in orders]


@shared_task
def confirm(order_id):
    order = Order.objects.select_related("customer").get(pk=order_id)
    send_mail("Your order", f"Dear {order.customer.name}, we have it.", None, [order.customer.email])


@shared_task
def standing_order(customer_id):
    with transaction.atomic():
        order = Order.objects.create(customer_id=customer_id)
        confirm.delay(order.pk)


@shared_task
def price_list():
    return [(product.name, product.price) for product in Product.objects.only("name")]


@shared_task
def buyers():
    return sorted({order.customer.pk for order in Order.objects.all()})
