"""The live order board; needs channels (requirements-live.txt)."""

import json

from channels.generic.websocket import AsyncWebsocketConsumer

from shop.models import Order


class OrderBoard(AsyncWebsocketConsumer):
    async def connect(self):
        await self.channel_layer.group_add("orders", self.channel_name)
        await self.accept()
        await self.send(json.dumps({"open": await open_orders()}))

    async def disconnect(self, code):
        await self.channel_layer.group_discard("orders", self.channel_name)

    async def order_placed(self, event):
        await self.send(json.dumps({"open": await open_orders()}))


async def open_orders():
    board = []
    async for order in Order.objects.exclude(status=Order.Status.SENT):
        board.append({"number": order.pk, "lines": await order.items.acount()})
    return board
