from rest_framework import serializers

from shop.models import Brand, Order, OrderItem, Product


class ProductSerializer(serializers.ModelSerializer):
    category = serializers.CharField(source="category.name")
    brand = serializers.StringRelatedField()
    review_count = serializers.SerializerMethodField()

    class Meta:
        model = Product
        fields = ["id", "name", "price", "category", "brand", "tags", "review_count"]

    def get_review_count(self, product):
        return product.reviews.count()


class OrderItemSerializer(serializers.ModelSerializer):
    product = serializers.CharField(source="product.name")

    class Meta:
        model = OrderItem
        fields = ["product", "quantity", "line_total"]


class OrderSerializer(serializers.ModelSerializer):
    customer = serializers.CharField(source="customer.name")
    items = OrderItemSerializer(many=True)

    class Meta:
        model = Order
        fields = ["id", "status", "customer", "items", "total"]


class BrandSerializer(serializers.ModelSerializer):
    class Meta:
        model = Brand
        fields = ["id", "name"]
