"""View classes of other packages, and the views of Django that they derive from."""

from __future__ import annotations

PARENTS: dict[str, tuple[str, ...]] = {
    # https://django-filter.readthedocs.io/en/stable/guide/usage.html#generic-view-configuration
    "django_filters.views.FilterView": ("django.views.generic.list.MultipleObjectMixin",),
    # https://django-tables2.readthedocs.io/en/latest/pages/generic-mixins.html
    "django_tables2.SingleTableView": ("django.views.generic.ListView",),
    "django_tables2.views.SingleTableView": ("django.views.generic.ListView",),
}
