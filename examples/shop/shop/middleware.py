import logging

from django.db import connection

logger = logging.getLogger(__name__)


class QueryWatch:
    """Tell of pages that ask the database too often."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        before = len(connection.queries)
        response = self.get_response(request)
        if len(connection.queries) - before > 50:
            logger.warning("%s queries for %s", len(connection.queries) - before, request.path)
        return response
