from django.urls import path

from shop import views

urlpatterns = [
    path("", views.shop_view, name="shop"),
    path("offers/", views.offers_view, name="offers"),
    path("search/", views.search_view, name="search"),
    path("lookup/", views.customer_lookup, name="lookup"),
    path("checkout/", views.checkout_view, name="checkout"),
    path("orders/", views.my_orders_view, name="my-orders"),
    path("<slug:category>/", views.category_view, name="category"),
    path("<slug:category>/<slug:slug>/", views.product_view, name="product"),
]
