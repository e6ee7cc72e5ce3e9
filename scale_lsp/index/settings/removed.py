"""Settings that Django no longer reads: since when, and what holds instead.

https://docs.djangoproject.com/en/6.1/internals/deprecation/
"""

from __future__ import annotations

REMOVED = {
    "MIDDLEWARE_CLASSES": ((2, 0), "`MIDDLEWARE` is read"),
    "DEFAULT_CONTENT_TYPE": ((3, 0), "pages are always `text/html`"),
    "FILE_CHARSET": ((3, 1), "files are always UTF-8"),
    "SECURE_BROWSER_XSS_FILTER": ((4, 0), "no header is sent, and browsers have removed the filter"),
    "DEFAULT_HASHING_ALGORITHM": ((4, 0), "it is always SHA-256"),
    "PASSWORD_RESET_TIMEOUT_DAYS": ((4, 0), "`PASSWORD_RESET_TIMEOUT` is read, in seconds"),
    "USE_L10N": ((5, 0), "formats are always localized"),
    "USE_DEPRECATED_PYTZ": ((5, 0), "time zones are always those of zoneinfo"),
    "CSRF_COOKIE_MASKED": ((5, 0), "the cookie is never masked"),
    "DEFAULT_FILE_STORAGE": ((5, 1), "files go where `STORAGES` says"),
    "STATICFILES_STORAGE": ((5, 1), "static files are served as `STORAGES` says, by default without hashed names"),
    "FORMS_URLFIELD_ASSUME_HTTPS": ((6, 0), "it is always on"),
}
ELSEWHERE = frozenset({"NEW_RELIC_CONFIG_FILE", "PERMISSIONS_POLICY"})
"""Settings that Django never read, and packages only under conditions."""
