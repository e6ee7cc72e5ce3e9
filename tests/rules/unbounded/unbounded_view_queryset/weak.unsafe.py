"""Tables that visitors need not fill: what belongs to others, or has pages, can have a handful of rows."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.db import models
from django.shortcuts import render
from django.urls import path

from shop.models import Product


class Slide(models.Model):
    product = models.ForeignKey(Product, on_delete=models.CASCADE)

    class Meta:
        managed = False


class Section(models.Model):
    title = models.CharField(max_length=50)

    class Meta:
        managed = False

    def get_absolute_url(self):
        return f"/sections/{self.pk}/"


class Profile(models.Model):
    user = models.OneToOneField(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    section = models.ForeignKey(Section, on_delete=models.CASCADE)

    class Meta:
        managed = False


class Post(models.Model):
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE)
    section = models.ForeignKey(Section, on_delete=models.CASCADE)

    class Meta:
        managed = False


def slides(request):
    page_obj = Paginator(Slide.objects.all().order_by("pk"), 20).get_page(request.GET.get("page"))
    return render(request, "all.html", {"rows": page_obj, "page_obj": page_obj})  # expect: unbounded-view-queryset; # severity: info


def sections(request):
    """Posts refer to them, but they belong to nothing: kinds with pages."""
    page_obj = Paginator(Section.objects.all().order_by("pk"), 20).get_page(request.GET.get("page"))
    return render(request, "all.html", {"rows": page_obj, "page_obj": page_obj})  # expect: unbounded-view-queryset; # severity: info


def posts(request):
    page_obj = Paginator(Post.objects.all().order_by("pk"), 20).get_page(request.GET.get("page"))
    return render(request, "all.html", {"rows": page_obj, "page_obj": page_obj})  # expect: unbounded-view-queryset


def products(request):
    page_obj = Paginator(Product.objects.all().order_by("pk"), 20).get_page(request.GET.get("page"))
    return render(request, "all.html", {"rows": page_obj, "page_obj": page_obj})  # expect: unbounded-view-queryset


def users(request):
    page_obj = Paginator(get_user_model().objects.all().order_by("pk"), 20).get_page(request.GET.get("page"))
    return render(request, "all.html", {"rows": page_obj, "page_obj": page_obj})  # expect: unbounded-view-queryset


# template: all.html
"""
{% for row in rows %}{{ row.pk }}{% endfor %}
{% if rows.has_other_pages %}
<nav>
  {% if rows.has_previous %}<a href="?page={{ rows.previous_page_number }}" rel="prev">Previous</a>{% endif %}
  {{ rows.number }} / {{ rows.paginator.num_pages }}
  {% if rows.has_next %}<a href="?page={{ rows.next_page_number }}" rel="next">Next</a>{% endif %}
</nav>
{% endif %} {# elsewhere: unbounded-view-queryset #}
"""


urlpatterns = [
    path("slides/", slides),
    path("sections/", sections),
    path("posts/", posts),
    path("products/", products),
    path("users/", users),
]
