from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.urls import path

from shop import employee_views

urlpatterns = [
    path("", employee_views.dashboard, name="dashboard"),
    path("login/", LoginView.as_view(template_name="shop/employee/login.html"), name="login"),
    path("export/", employee_views.export_orders, name="export-orders"),
    path("big/", employee_views.big_orders, name="big-orders"),
    path("next/", employee_views.next_orders, name="next-orders"),
    path("sales/", employee_views.sales, name="sales"),
    path("products/", login_required(employee_views.ProductList.as_view()), name="products"),
    path("orders/<int:pk>/", login_required(employee_views.OrderDetail.as_view()), name="order"),
]
