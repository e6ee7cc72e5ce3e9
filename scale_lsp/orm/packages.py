"""View classes of other packages, and the views of Django that they derive from."""

from __future__ import annotations

_LIST = ("django.views.generic.list.MultipleObjectMixin", "django.views.generic.View")

PARENTS: dict[str, tuple[str, ...]] = {
    # https://django-filter.readthedocs.io/en/stable/guide/usage.html#generic-view-configuration
    "django_filters.views.FilterView": _LIST,
    # https://django-tables2.readthedocs.io/en/latest/pages/generic-mixins.html
    "django_tables2.SingleTableView": _LIST,
    "django_tables2.views.SingleTableView": _LIST,
}
