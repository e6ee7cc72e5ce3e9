"""The live order board; needs channels (requirements-live.txt)."""

import json
import urllib.request

from channels.generic.websocket import AsyncWebsocketConsumer

from shop.models import Order


class OrderBoard(AsyncWebsocketConsumer):
    async def connect(self):
        await self.channel_layer.group_add("orders", self.channel_name)
        await self.accept()
        await self.send(json.dumps({"open": await open_orders()}))

    async def disconnect(self, code):
        await self.channel_layer.group_discard("orders", self.channel_name)

    async def receive(self, text_data=None, bytes_data=None):
        """The packing table says which order is packed; the printer makes its label."""
        order = Order.objects.get(pk=json.loads(text_data)["order"])
        urllib.request.urlopen("http://printer.invalid/labels", data=str(order.pk).encode(), timeout=2)
        await self.channel_layer.group_send("orders", {"type": "order_placed"})

    async def order_placed(self, event):
        await self.send(json.dumps({"open": await open_orders()}))


async def open_orders():
    board = []
    async for order in Order.objects.exclude(status=Order.Status.SENT):
        board.append({"number": order.pk, "lines": await order.items.acount()})
    return board
