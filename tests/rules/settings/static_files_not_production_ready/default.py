"""Nothing says how static files are stored."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["django.contrib.staticfiles"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # expect: static-files-not-production-ready
]
