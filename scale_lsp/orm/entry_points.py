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
