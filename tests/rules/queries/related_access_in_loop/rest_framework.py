"""Serializers: each field of each row reads something."""

# config: ignore = ["api-list-without-pagination"]

# needs: rest_framework

from rest_framework import serializers, viewsets
from rest_framework.decorators import action, api_view
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.views import APIView

from shop.models import Address, Brand, Category, Customer, Order, OrderItem, Product, Review, Supplier, Wishlist
from shop.pages import page


class CustomerSerializer(serializers.ModelSerializer):
    class Meta:
        model = Customer
        fields = ["name", "city"]


class OrderSerializer(serializers.ModelSerializer):
    customer = CustomerSerializer()

    class Meta:
        model = Order
        fields = ["number", "customer", "placed_by"]


class Orders(ListAPIView):
    queryset = Order.objects.order_by("pk")  # expect: related-access-in-loop
    serializer_class = OrderSerializer


def nested_serializers():  # queries: 1 + 2n -> 1
    return page(Orders.as_view())


class ProductSerializer(serializers.ModelSerializer):
    category = serializers.CharField(source="category.name")
    label = serializers.SerializerMethodField()
    brand = serializers.StringRelatedField()
    tags = serializers.SlugRelatedField(slug_field="name", many=True, read_only=True)
    average = serializers.SerializerMethodField(method_name="stars")

    class Meta:
        model = Product
        fields = ["name", "category", "label", "brand", "tags", "average"]

    def get_label(self, product):
        return f"{product.brand.name} {product.name}"

    def stars(self, product):
        return 5


class Products(viewsets.ModelViewSet):
    serializer_class = ProductSerializer

    def get_queryset(self):
        return Product.objects.filter(active=True).order_by("pk")  # expect: related-access-in-loop


def sources_and_methods():  # queries: 1 + 4n -> 2
    return page(Products.as_view({"get": "list"}))


class SupplierSerializer(serializers.ModelSerializer):
    class Meta:
        model = Supplier
        fields = "__all__"
        depth = 1


class Suppliers(viewsets.ReadOnlyModelViewSet):
    queryset = Supplier.objects.order_by("pk")  # expect: related-access-in-loop
    serializer_class = SupplierSerializer


def depth_nests_every_key():  # queries: 1 + n -> 1
    return page(Suppliers.as_view({"get": "list"}))


class WishlistSerializer(serializers.ModelSerializer):
    class Meta:
        model = Wishlist
        fields = "__all__"


class Wishlists(APIView):
    def get(self, request):
        rows = Wishlist.objects.order_by("pk")  # expect: related-access-in-loop
        return Response(WishlistSerializer(rows, many=True).data)


def keys_of_many_rows():  # queries: 1 + n -> 2
    return page(Wishlists.as_view())


class CustomerWithOrdersSerializer(serializers.ModelSerializer):
    class Meta:
        model = Customer
        fields = ["name", "orders"]


@api_view(["GET"])
def customers_with_orders(request):
    rows = Customer.objects.order_by("pk")  # expect: related-access-in-loop
    return Response(CustomerWithOrdersSerializer(rows, many=True).data)


def keys_of_many_rows_backwards():  # queries: 1 + n -> 2
    return page(customers_with_orders)


class AddressSerializer(serializers.ModelSerializer):
    class Meta:
        model = Address
        fields = ["city"]

    def to_representation(self, address):
        found = super().to_representation(address)
        found["country"] = address.country.name
        return found


@api_view(["GET"])
def addresses(request):
    rows = Address.objects.order_by("pk")  # expect: related-access-in-loop
    serializer = AddressSerializer(rows, many=True)
    return Response(serializer.data)


def representations():  # queries: 1 + n -> 1
    return page(addresses)


class ItemSerializer(serializers.ModelSerializer):
    product = serializers.SerializerMethodField()

    class Meta:
        model = OrderItem
        fields = ["quantity", "product"]

    def get_product(self, item):
        return str(item.product)


class OrderWithItemsSerializer(serializers.ModelSerializer):
    items = ItemSerializer(many=True)

    class Meta:
        model = Order
        fields = ["number", "items"]


class Pages(PageNumberPagination):
    page_size = 50


class OrdersWithItems(viewsets.ModelViewSet):
    """Each action has a serializer of its own."""

    queryset = Order.objects.order_by("pk")
    pagination_class = Pages

    def get_queryset(self):
        rows = super().get_queryset()  # expect: related-access-in-loop
        if self.action == "customers":
            return rows.select_related("customer__address")
        return rows

    def get_serializer_class(self):
        if self.action == "list":
            return OrderWithItemsSerializer
        return OrderSerializer

    @action(detail=False)
    def customers(self, request):
        rows = self.get_queryset()
        return Response(self.get_serializer(rows, many=True).data)


def pages_of_nested_rows():  # queries: 2 + n + n*n -> 4
    return page(OrdersWithItems.as_view({"get": "list"}))


def actions_with_their_own_rows():  # queries: 1 -> 3
    """The action has what it needs already; what the list needs is loaded for it too."""
    return page(OrdersWithItems.as_view({"get": "customers"}))


class BaseView(viewsets.ModelViewSet):
    """A base view of the project: what one view needs does not belong here."""

    model = None

    def get_queryset(self):
        return self.model.objects.order_by("pk")


class BrandSerializer(serializers.ModelSerializer):
    category = serializers.StringRelatedField()

    class Meta:
        model = Brand
        fields = ["name", "category"]


class Brands(BaseView):  # expect: related-access-in-loop
    model = Brand
    serializer_class = BrandSerializer


def base_views_of_the_project():  # queries: 1 + n -> 1
    return page(Brands.as_view({"get": "list"}))


# what costs nothing


class ReviewSerializer(serializers.ModelSerializer):
    product = serializers.PrimaryKeyRelatedField(read_only=True)
    author_id = serializers.IntegerField()
    secret = serializers.CharField(source="author.name", write_only=True)

    class Meta:
        model = Review
        fields = ["stars", "product", "author", "author_id", "secret"]


class Reviews(ListAPIView):
    queryset = Review.objects.order_by("pk")
    serializer_class = ReviewSerializer


def keys_are_columns():  # queries: 1
    return page(Reviews.as_view())


class OneOrder(RetrieveAPIView):
    queryset = Order.objects.order_by("pk")
    serializer_class = OrderSerializer

    def get_object(self):
        return self.get_queryset().get(number=0)


def one_row():  # queries: 3
    return page(OneOrder.as_view())


class CategorySerializer(serializers.ModelSerializer):
    parent = serializers.StringRelatedField()

    class Meta:
        model = Category
        fields = ["name", "parent"]


class Categories(ListAPIView):
    queryset = Category.objects.select_related("parent").order_by("pk")
    serializer_class = CategorySerializer


def joined():  # queries: 1
    return page(Categories.as_view())


class CreateCategories(viewsets.ModelViewSet):
    """Written only: nothing lists the rows."""

    queryset = Category.objects.order_by("pk")
    serializer_class = CategorySerializer
    http_method_names = ["post"]


class NamedSerializer(serializers.ModelSerializer):
    class Meta:
        model = Order
        fields = ("number",)


class LongerSerializer(NamedSerializer):
    customer = serializers.StringRelatedField()

    class Meta(NamedSerializer.Meta):
        fields = NamedSerializer.Meta.fields + ("customer",)


class LongestSerializer(LongerSerializer):
    placed_by = serializers.StringRelatedField()

    class Meta(LongerSerializer.Meta):
        fields = [*LongerSerializer.Meta.fields, "placed_by"]


class MoreOrders(ListAPIView):
    queryset = Order.objects.order_by("pk")  # expect: related-access-in-loop
    serializer_class = LongestSerializer


def fields_of_the_parent_and_more():  # queries: 1 + 2n -> 1
    return page(MoreOrders.as_view())


class ShorterSerializer(LongestSerializer):
    class Meta:
        model = Order
        exclude = ("customer", "placed_by")

    customer = None
    placed_by = None


class FewerColumns(ListAPIView):
    queryset = Order.objects.order_by("pk")
    serializer_class = ShorterSerializer


def a_meta_of_its_own():  # queries: 1
    return page(FewerColumns.as_view())
