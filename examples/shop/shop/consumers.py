from channels.generic.websocket import AsyncJsonWebsocketConsumer


class OrderConsumer(AsyncJsonWebsocketConsumer):
    """Tells everybody about new orders; everybody may connect, as often as they like."""

    async def connect(self):
        await self.channel_layer.group_add("orders", self.channel_name)
        await self.accept()

    async def order_created(self, event):
        await self.send_json(event)
