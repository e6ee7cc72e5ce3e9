"""The proxy in front limits connections."""

# needs: channels
from channels.generic.websocket import AsyncWebsocketConsumer
from django.urls import path


class Orders(AsyncWebsocketConsumer):
    async def connect(self):
        await self.accept()


websocket_urlpatterns = [path("orders/", Orders.as_asgi())]

# file: deploy/nginx/shop.conf
"""
limit_conn_zone $binary_remote_addr zone=sockets:10m;
server {
    location /ws/ {
        limit_conn sockets 20;
        proxy_pass http://web;
    }
}
"""
