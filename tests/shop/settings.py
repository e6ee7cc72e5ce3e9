"""Django settings of the shop that all fixtures speak about."""

from importlib import import_module
from importlib.util import find_spec

SECRET_KEY = "not a secret"
USE_TZ = True
ALLOWED_HOSTS = ["testserver"]
ROOT_URLCONF = "shop.urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.admin",
    "django.contrib.sitemaps",
    "shop",
    *(
        app
        for app in ("rest_framework", "django_filters", "django_tables2", "import_export", "ninja_extra")
        if find_spec(app)
    ),
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEXTS = {}
JINJA_TEXTS = {}
"""The templates of the fixture that runs, by language."""
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shop.context.menu",
            ],
            "loaders": [
                ("django.template.loaders.locmem.Loader", TEXTS),
                "django.template.loaders.app_directories.Loader",
            ],
        },
    },
    *(
        {
            "BACKEND": "django.template.backends.jinja2.Jinja2",
            "OPTIONS": {"loader": import_module("jinja2").DictLoader(JINJA_TEXTS), "cache_size": 0},
        }
        for _ in ["jinja2"]
        if find_spec("jinja2")
    ),
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REST_FRAMEWORK = {"DEFAULT_AUTHENTICATION_CLASSES": [], "DEFAULT_PERMISSION_CLASSES": [], "UNAUTHENTICATED_USER": None}
