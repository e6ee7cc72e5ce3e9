"""Counting queries by a log that is empty while DEBUG is off."""

import logging
import time
from functools import wraps

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection, connections, reset_queries
from django.test.utils import CaptureQueriesContext

logger = logging.getLogger(__name__)


def slow(view):
    @wraps(view)
    def wrapper(request):
        before = len(connection.queries)  # expect: query-count-via-connection-queries
        #            ^^^^^^^^^^^^^^^^^^ query-count-via-connection-queries: `connection.queries` is empty while DEBUG is off
        started = time.time()
        # the view
        response = view(
            request,
        )
        count = len(connection.queries) - before
        logger.info("%s queries in %s s", count, time.time() - started)
        return response

    return wrapper


def of_another_shape(request):
    """No fix: the log is read as a whole."""
    reset_queries()
    return sum(float(query["time"]) for query in connections["default"].queries)  # expect: query-count-via-connection-queries


def used_again(get_response, request):
    before = len(connection.queries)  # expect: query-count-via-connection-queries
    response = get_response(request)
    logger.info("%s", len(connection.queries) - before)
    logger.info("%s before", before)
    return response


# where it is known that the log fills


def with_debug(get_response, request):
    before = len(connection.queries)
    response = get_response(request)
    if settings.DEBUG:
        logger.info("%s", len(connection.queries) - before)
    return response


def with_debug_if_there_is_any(get_response, request):
    response = get_response(request)
    if getattr(settings, "DEBUG", False):
        logger.info("%s", len(connection.queries))
    return response


def forced(get_response, request):
    connection.force_debug_cursor = True
    response = get_response(request)
    logger.info("%s", len(connection.queries))
    return response


def captured(get_response, request):
    with CaptureQueriesContext(connection) as queries:
        response = get_response(request)
    logger.info("%s", len(queries))
    return response


class Command(BaseCommand):
    """Whoever runs a command sees what it prints."""

    def handle(self, *args, **options):
        self.stdout.write(f"{len(connection.queries)} queries")


class Report:
    """A report has queries of its own."""

    queries = ()

    def count(self):
        return len(self.queries)


class NotInUse:
    """The settings do not name it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        before = len(connection.queries)
        response = self.get_response(request)
        logger.info("%s", len(connection.queries) - before)
        return response
