"""Views that ask who is there before they run, and views whose answers are kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scale_lsp.flow.scopes import definition, outside_name
from scale_lsp.frameworks.api_authentication import function_of_decorator, is_api, knows_sessions
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot

_ASKING = (
    "django.contrib.auth.decorators.login_required",
    "django.contrib.auth.decorators.permission_required",
    "django.contrib.auth.decorators.user_passes_test",
    "django.contrib.admin.views.decorators.staff_member_required",
)
PERMISSION_MIXINS = frozenset(
    f"django.contrib.auth.mixins.{name}"
    for name in ("LoginRequiredMixin", "PermissionRequiredMixin", "UserPassesTestMixin", "AccessMixin")
)
CACHE_PAGE = "django.views.decorators.cache.cache_page"


def asks_who(snapshot: Snapshot, view: Symbol, around: Iterable[str]) -> bool:
    """Whether a view wants the user, by its decorators, those `around` it in the URLconf, or its base classes.

    REST framework authenticates before it does anything else.
    https://www.django-rest-framework.org/api-guide/authentication/
    """
    if any(name.startswith(_ASKING) for name in (*around, *_decorators(snapshot, view))):
        return True
    if is_api(snapshot, view, None):
        return knows_sessions(snapshot, view, None)
    return view.kind is Kind.CLASS and snapshot.graph.classes.info(view).derives_from(PERMISSION_MIXINS)


def is_cached(snapshot: Snapshot, view: Symbol, around: Iterable[str]) -> bool:
    """Whether whole pages of a view are cached.

    https://docs.djangoproject.com/en/5.2/topics/cache/#the-per-view-cache
    """
    return CACHE_PAGE in (*around, *_decorators(snapshot, view))


def _decorators(snapshot: Snapshot, view: Symbol) -> Iterator[str]:
    found = definition(snapshot, view)
    for decorator in found.node.decorator_list if found is not None else ():
        yield outside_name(snapshot, view.path, function_of_decorator(decorator))
