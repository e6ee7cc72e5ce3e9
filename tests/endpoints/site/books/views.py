from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View
from django.views.generic import DetailView, ListView, TemplateView

from books.models import Author, Book


def nothing(request):
    return HttpResponse("ok")


def lines(request):
    return HttpResponse("\n".join(book.line() for book in Book.objects.all()))


def joined(request):
    return HttpResponse("\n".join(book.line() for book in Book.objects.select_related("author")))


def nested(request):
    found = [book.editor.name for author in Author.objects.all() for book in author.read.order_by("pk")]
    return JsonResponse({"found": found})


def twice(request):
    books = Book.objects.order_by("pk")
    names = [book.author.name for book in books]
    again = [book.author.name + book.editor.name for book in books]
    return JsonResponse({"names": names, "again": again, "count": books.count(), "any": books.exists()})


def pages(request):
    return JsonResponse({"pages": [book.pages for book in Book.objects.all()]})


def prefetched_pages(request):
    return JsonResponse({"pages": [book.pages for book in Book.objects.prefetch_related("chapters", "readers")]})


def bypassed(request):
    books = Book.objects.prefetch_related("chapters")
    return JsonResponse({"long": [book.chapters.filter(pages__gt=3).count() for book in books]})


def helper_for(book):
    return {"title": book.title, "editor": book.editor.name, "readers": book.readers.count()}


def through_helpers(request):
    return JsonResponse({"books": [helper_for(book) for book in Book.objects.all()]})


def shown(request, pk):
    book = get_object_or_404(Book.objects.select_related("author"), pk=pk)
    return render(request, "books/book.html", {"book": book})


def listed(request):
    return render(request, "books/books.html", {"books": Book.objects.all()})


def paged(request):
    page = Paginator(Book.objects.order_by("pk"), 100).get_page(request.GET.get("page"))
    return render(request, "books/books.html", {"books": page})


def posted(request):
    if request.method == "POST":
        for book in Book.objects.all():
            book.save()
        return redirect("/")
    return JsonResponse({"count": Book.objects.count()})


def chosen(request):
    if request.GET.get("all"):
        names = [book.author.name for book in Book.objects.all()]
    else:
        names = [Author.objects.first().name]
    return JsonResponse({"names": names})


def early(request):
    if not request.GET.get("all"):
        return JsonResponse({"count": Book.objects.count()})
    return JsonResponse({"names": [book.author.name for book in Book.objects.all()]})


@login_required
def mine(request):
    return JsonResponse({"user": request.user.username, "books": Book.objects.count()})


def slices(request):
    return JsonResponse({"first": [book.author.name for book in Book.objects.order_by("pk")[:2]]})


def values(request):
    return JsonResponse({"titles": list(Book.objects.values_list("title", "author__name"))})


def chapters(request):
    book = Book.objects.order_by("pk").last()
    revisers = [chapter.reviser.name for chapter in book.chapters.all()]
    return JsonResponse({"revisers": revisers, "author": book.author.name, "again": book.author.pk})


class Plain(View):
    def get(self, request):
        return JsonResponse({"names": [author.books.first().title for author in self.authors()]})

    def post(self, request):
        Author.objects.create(name="new")
        return HttpResponse("")

    def authors(self):
        return Author.objects.all()


class Books(ListView):
    model = Book
    template_name = "books/books.html"
    context_object_name = "books"


class PagedBooks(ListView):
    queryset = Book.objects.order_by("pk")
    paginate_by = 100
    template_name = "books/books.html"
    context_object_name = "books"


class OneBook(LoginRequiredMixin, DetailView):
    model = Book
    template_name = "books/book.html"


class About(TemplateView):
    template_name = "books/about.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(authors=Author.objects.all(), **kwargs)
