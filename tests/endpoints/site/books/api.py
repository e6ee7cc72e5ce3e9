from rest_framework import pagination, serializers, viewsets
from rest_framework.authentication import TokenAuthentication
from rest_framework.decorators import api_view
from rest_framework.response import Response

from books.models import Author, Book, Chapter


class Pages(pagination.PageNumberPagination):
    page_size = 100


class ChapterSerializer(serializers.ModelSerializer):
    reviser = serializers.StringRelatedField()

    class Meta:
        model = Chapter
        fields = ["pages", "reviser"]


class BookSerializer(serializers.ModelSerializer):
    author = serializers.CharField(source="author.name")
    chapters = ChapterSerializer(many=True)
    shelf_name = serializers.SerializerMethodField()

    class Meta:
        model = Book
        fields = ["title", "author", "chapters", "shelf_name"]

    def get_shelf_name(self, book):
        return book.shelf.name


class BookViewSet(viewsets.ReadOnlyModelViewSet):
    queryset = Book.objects.order_by("pk")
    serializer_class = BookSerializer
    pagination_class = Pages


class EagerBookViewSet(BookViewSet):
    queryset = Book.objects.select_related("author", "shelf").prefetch_related("chapters__reviser").order_by("pk")


class AuthorViewSet(viewsets.ReadOnlyModelViewSet):
    queryset = Author.objects.order_by("pk")
    pagination_class = None
    authentication_classes = [TokenAuthentication]

    class AuthorSerializer(serializers.ModelSerializer):
        class Meta:
            model = Author
            fields = ["name", "books"]

    serializer_class = AuthorSerializer


@api_view(["GET"])
def titles(request):
    return Response([{"title": book.title, "by": book.author.name} for book in Book.objects.all()])
