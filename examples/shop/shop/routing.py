from django.urls import path

from shop.consumers import OrderBoard

websocket_urlpatterns = [path("ws/orders/", OrderBoard.as_asgi())]
