"""Count on real Django what the pages of the site ask: prints {"address": {"2": queries, "5": queries}} as JSON."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

SIZES = (2, 5)
QUERIES = {"chosen/": "?all=1", "early/": "?all=1"}


def seed(n: int) -> None:
    """n rows in each table, and n chapters, readers and books of each, where that is the same."""
    from books.models import Announcement, Author, Book, Chapter, Shelf

    authors = [Author.objects.create(name=f"a{i}") for i in range(n)]
    Announcement.objects.create(text="hello")
    for i in range(n):
        shelf = Shelf.objects.create(name="special")
        book = Book.objects.create(title=f"b{i}", author=authors[i], editor=authors[i], shelf=shelf)
        book.readers.set(authors)
    for book in Book.objects.all():
        for i in range(n):
            Chapter.objects.create(book=book, reviser=authors[i])


def addresses() -> list[str]:
    """One for each route, with the first row where it wants one."""
    from django.urls import get_resolver
    from django.urls.resolvers import URLPattern

    def walk(patterns: list[object], before: str) -> list[str]:
        found = []
        for one in patterns:
            text = (
                str(one.pattern).replace("(?P<pk>[^/.]+)", "<pk>").replace("^", "").replace("\\Z", "").replace("$", "")
            )
            text = before + text
            found += [text] if isinstance(one, URLPattern) else walk(one.url_patterns, text)
        return found

    return walk(get_resolver().url_patterns, "")


def main() -> None:
    sys.path.insert(0, str(Path(__file__).parent / "site"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    counts: dict[str, dict[str, int]] = {}
    for n in SIZES:
        call_command("migrate", run_syncdb=True, verbosity=0)
        call_command("flush", interactive=False, verbosity=0)
        seed(n)
        client = Client()
        client.force_login(get_user_model().objects.create(username="reader"))
        from books.models import Book

        first = str(Book.objects.first().pk)
        for address in addresses():
            url = "/" + address.replace("<int:pk>", first).replace("<pk>", first) + QUERIES.get(address, "")
            with CaptureQueriesContext(connection) as queries:
                response = client.get(url)
            assert response.status_code == 200, (url, response.status_code)
            counts.setdefault(address, {})[str(n)] = len(queries)
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
