"""Who visits the rows: one file for each framework, all behind `flow.plugins.Framework`."""

from scale_lsp.flow.plugins import Frameworks
from scale_lsp.frameworks.admin import ADMIN
from scale_lsp.frameworks.graphql_graphene import GRAPHQL_GRAPHENE
from scale_lsp.frameworks.graphql_strawberry import GRAPHQL_STRAWBERRY
from scale_lsp.frameworks.jinja import JINJA
from scale_lsp.frameworks.ninja import NINJA
from scale_lsp.frameworks.rest_framework import REST_FRAMEWORK
from scale_lsp.frameworks.serialization import SERIALIZATION
from scale_lsp.frameworks.syndication import FEEDS, SITEMAPS
from scale_lsp.frameworks.templates import TEMPLATES
from scale_lsp.frameworks.views import VIEWS

ALL: Frameworks = (
    VIEWS,
    REST_FRAMEWORK,
    ADMIN,
    TEMPLATES,
    JINJA,
    FEEDS,
    SITEMAPS,
    SERIALIZATION,
    NINJA,
    GRAPHQL_STRAWBERRY,
    GRAPHQL_GRAPHENE,
)
