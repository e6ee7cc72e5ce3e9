"""What a template shows of the visitor counts as what the view reads."""

# config: ignore = ["listview-without-pagination"]

from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_page
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.vary import vary_on_cookie
from django.views.generic import ListView, TemplateView

from shop.models import Brand

# template: base.html
"""<html>{% block user %}{{ user.get_username }}{% endblock %} {# elsewhere: cache-page-leaks-user-content #}
{% block content %}{% endblock %}</html>"""

# template: shop/brand_list.html
"""{% extends "base.html" %}{% block user %}{% endblock %}
{% block content %}{% for user in object_list %}{{ user.name }}{% endfor %}{% endblock %}"""

# template: greeting.html
"""{% extends "base.html" %}{% block content %}hello{% endblock %}"""

# template: quiet.html
"""{% extends "base.html" %}{% block user %}{% endblock %}{% block content %}hello{% endblock %}"""

# template: super.html
"""{% extends "base.html" %}{% block user %}by {{ block.super }}{% endblock %}"""

# template: form.html
"""<form method="post">{% csrf_token %}</form> {# elsewhere: cache-page-leaks-user-content #}"""

# template: with_form.html
"""{% include "form.html" %}"""

# template: notes.html
"""{% for message in messages %}{{ message }}{% endfor %} {# elsewhere: cache-page-leaks-user-content #}"""

# template: session.html
"""{% if request.session.basket %}full{% endif %} {{ request.path }} {# elsewhere: cache-page-leaks-user-content #}"""

# template: path.html
"""{{ request.path }} {% with user="nobody" %}{{ user }}{% endwith %}"""


@cache_page(60)  # expect: cache-page-leaks-user-content
@vary_on_cookie
def in_the_base(request):
    return render(request, "greeting.html")


@cache_page(60)  # expect: cache-page-leaks-user-content
@vary_on_cookie
def in_super(request):
    return render(request, "super.html", {"brand": "none"})


@cache_page(60)  # expect: cache-page-leaks-user-content
@csrf_protect
def form(request):
    return render(request, "with_form.html")


@cache_page(60)  # expect: cache-page-leaks-user-content
@vary_on_cookie
def notes(request):
    return TemplateResponse(request, "notes.html")


@cache_page(60)  # expect: cache-page-leaks-user-content
@vary_on_cookie
def of_the_request(request):
    return render(request, "session.html")


@method_decorator(cache_page(60), name="dispatch")  # expect: cache-page-leaks-user-content
@method_decorator(vary_on_cookie, name="dispatch")
class Greeting(TemplateView):
    template_name = "greeting.html"


# the same for all


@cache_page(60)
def overridden(request):
    return render(request, "quiet.html")


@cache_page(60)
def another_user(request):
    """The view's own variables hide those of a context processor."""
    return render(request, "greeting.html", {"user": Brand.objects.first()})


@cache_page(60)
def by_address(request):
    return render(request, "path.html", {"query": request.GET.get("q")})


@method_decorator(cache_page(60), name="dispatch")
class Brands(ListView):
    model = Brand
    ordering = ["pk"]
    paginate_by = 20
