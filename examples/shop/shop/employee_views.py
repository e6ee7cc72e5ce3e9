import csv
from collections import Counter

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.generic import DetailView, ListView

from shop.models import Brand, Customer, Order, OrderItem, Product


@login_required
def dashboard(request):
    """All orders with their totals, and what waits to be sent."""
    orders = Order.objects.order_by("-created_at")
    rows = []
    for order in orders:
        rows.append(
            {
                "number": order.pk,
                "customer": order.customer.name,
                "city": order.address.city if order.address else "",
                "lines": order.items.count(),
                "total": order.total,
                "paid": order.is_paid(),
            }
        )
    waiting = [order for order in orders if order.status == Order.Status.PAID]
    return render(request, "shop/employee/dashboard.html", {"rows": rows, "waiting": waiting})


@login_required
def export_orders(request):
    response = HttpResponse(content_type="text/csv")
    writer = csv.writer(response)
    for item in OrderItem.objects.all():
        writer.writerow([item.order_id, item.order.customer.name, item.product.name, item.line_total])
    return response


@login_required
def big_orders(request):
    """Orders with more than ten pieces of something, for the van; and what came back."""
    orders = Order.objects.select_related("customer").prefetch_related("items")
    big = [order for order in orders if order.items.filter(quantity__gt=10).exists()]
    returned = Order.objects.filter(status=Order.Status.RETURNED).prefetch_related("item__product")
    return render(request, "shop/employee/big_orders.html", {"big": big, "returned": returned})


@login_required
def next_orders(request):
    """What to pack next."""
    orders = Order.objects.filter(status=Order.Status.PAID).order_by("created_at").values("pk", "customer__name")[:20]
    return JsonResponse({"orders": list(orders)})


@login_required
def sales(request):
    """Sold pieces per category, the customers that ordered most, and what is new of each brand."""
    pieces = Counter()
    for item in OrderItem.objects.select_related("product"):
        pieces[item.product.category.name] += item.quantity
    customers = sorted(Customer.objects.all(), key=lambda customer: customer.orders.count(), reverse=True)
    newest = {}
    for brand in Brand.objects.all():
        newest[brand.name] = list(Product.objects.filter(brand=brand).order_by("-pk")[:3])
    context = {"pieces": dict(pieces), "customers": customers[:10], "newest": newest}
    return render(request, "shop/employee/sales.html", context)


class ProductList(ListView):
    model = Product
    template_name = "shop/employee/products.html"


class OrderDetail(DetailView):
    queryset = Order.objects.select_related("customer", "address", "payment").prefetch_related("items__product")
    template_name = "shop/employee/order.html"
