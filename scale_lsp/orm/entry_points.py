"""Who calls a project's code, by the base classes and decorators that say so."""

from __future__ import annotations

REQUEST_BASES = (
    "django.views.",
    "django.contrib.auth.views.",
    "django.contrib.auth.mixins.",
    "django.utils.deprecation.MiddlewareMixin",
    "rest_framework.views.",
    "rest_framework.generics.",
    "rest_framework.viewsets.",
    "rest_framework.mixins.",
    "channels.generic.",
    "channels.consumer.",
    "django_filters.views.",
    "django_tables2.views.",
    "ninja_extra.",
    "strawberry.",
    "graphene.",
    "graphene_django.",
)
"""Ancestors of classes whose methods run while a client waits."""
ADMIN_BASES = ("django.contrib.admin.",)
COMMAND_BASES = ("django.core.management.",)
TASK_BASES = ("celery.Task", "celery.app.task.Task")

REQUEST_DECORATORS = (
    "django.views.decorators.",
    "django.contrib.auth.decorators.",
    "django.contrib.admin.views.decorators.",
    "rest_framework.decorators.api_view",
)
TASK_DECORATORS = (
    "celery.shared_task",
    "celery.task",
    "celery.app.shared_task",
    "celery.decorators.",
    "django.tasks.task",
    "django_tasks.task",
    "django_rq.job",
    "rq.decorators.job",
    "dramatiq.actor",
    "huey.contrib.djhuey.",
    "procrastinate.contrib.django.app.task",
)
SIGNAL_DECORATORS = ("django.dispatch.receiver", "django.dispatch.dispatcher.receiver")
TAG_DECORATORS = ("simple_tag", "inclusion_tag", "simple_block_tag", "filter")
"""Methods of a `django.template.Library` that register what is called while a template renders."""
TASK_APPS = ("celery.Celery", "celery.app.base.Celery", "huey.")
NINJA_APPS = (
    "ninja.NinjaAPI",
    "ninja.Router",
    "ninja.main.NinjaAPI",
    "ninja.router.Router",
    "ninja_extra.NinjaExtraAPI",
)
LIBRARIES = ("django.template.Library", "django.template.library.Library")
ROUTES = frozenset(
    {
        "django.urls.path",
        "django.urls.re_path",
        "django.urls.conf.path",
        "django.urls.conf.re_path",
        "django.conf.urls.url",
    }
)
"""Functions of a URLconf whose second argument is a view: https://docs.djangoproject.com/en/5.2/ref/urls/"""
REGEX_ROUTES = frozenset({"django.urls.re_path", "django.urls.conf.re_path", "django.conf.urls.url"})
INCLUDES = frozenset({"django.urls.include", "django.urls.conf.include", "django.conf.urls.include"})
I18N_PATTERNS = frozenset({"django.conf.urls.i18n.i18n_patterns"})
STATIC_ROUTES = frozenset({"django.conf.urls.static.static", "django.contrib.staticfiles.urls.staticfiles_urlpatterns"})
"""What serves files while developing: https://docs.djangoproject.com/en/5.2/howto/static-files/"""
SUFFIXED_ROUTES = frozenset({"rest_framework.urlpatterns.format_suffix_patterns"})
"""The same patterns, each once more with a suffix such as `.json`."""
ADMIN_SITES = frozenset({"django.contrib.admin.AdminSite", "django.contrib.admin.sites.AdminSite"})
DEFAULT_ADMIN_SITES = frozenset({"django.contrib.admin.site", "django.contrib.admin.sites.site"})
API_ROUTERS = ("rest_framework.routers.", "rest_framework_nested.routers.")
URL_ROUTERS = frozenset({"channels.routing.URLRouter"})
SHIPPED_ROUTES = {
    "django.contrib.auth.urls": (
        ("login/", "django.contrib.auth.views.LoginView", "login"),
        ("logout/", "django.contrib.auth.views.LogoutView", "logout"),
        ("password_change/", "django.contrib.auth.views.PasswordChangeView", "password_change"),
        ("password_change/done/", "django.contrib.auth.views.PasswordChangeDoneView", "password_change_done"),
        ("password_reset/", "django.contrib.auth.views.PasswordResetView", "password_reset"),
        ("password_reset/done/", "django.contrib.auth.views.PasswordResetDoneView", "password_reset_done"),
        ("reset/<uidb64>/<token>/", "django.contrib.auth.views.PasswordResetConfirmView", "password_reset_confirm"),
        ("reset/done/", "django.contrib.auth.views.PasswordResetCompleteView", "password_reset_complete"),
    ),
    "django.conf.urls.i18n": (("setlang/", "django.views.i18n.set_language", "set_language"),),
    "rest_framework.urls": (
        ("login/", "django.contrib.auth.views.LoginView", "login"),
        ("logout/", "django.contrib.auth.views.LogoutView", "logout"),
    ),
}
"""Patterns of URLconfs of packages: the text, the view, the name."""
SHIPPED_APP_NAMES = {"rest_framework.urls": "rest_framework"}
