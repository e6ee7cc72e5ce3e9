"""Who visits the rows: one file for each framework, all behind `flow.plugins.Framework`."""

from scale_lsp.flow.plugins import Frameworks
from scale_lsp.frameworks.admin import ADMIN
from scale_lsp.frameworks.admin_forms import ADMIN_FORMS
from scale_lsp.frameworks.admin_inlines import ADMIN_INLINES
from scale_lsp.frameworks.admin_widgets import ADMIN_WIDGETS
from scale_lsp.frameworks.channels import CHANNELS
from scale_lsp.frameworks.django_filters import FILTER_SETS, FILTER_VIEWS
from scale_lsp.frameworks.forms import FORMS
from scale_lsp.frameworks.formsets import FORMSETS
from scale_lsp.frameworks.graphql_graphene import GRAPHQL_GRAPHENE
from scale_lsp.frameworks.graphql_strawberry import GRAPHQL_STRAWBERRY
from scale_lsp.frameworks.import_export import EXPORTING_ADMINS, RESOURCES
from scale_lsp.frameworks.jinja import JINJA
from scale_lsp.frameworks.json_answers import JSON
from scale_lsp.frameworks.migrations import MIGRATIONS
from scale_lsp.frameworks.ninja import NINJA
from scale_lsp.frameworks.offered_queries import OFFERED_QUERIES
from scale_lsp.frameworks.page_caches import PAGE_CACHES
from scale_lsp.frameworks.page_sizes import PAGE_SIZES
from scale_lsp.frameworks.process_limits import PROCESS_LIMITS
from scale_lsp.frameworks.query_logs import QUERY_LOGS
from scale_lsp.frameworks.rate_limits import RATE_LIMITS
from scale_lsp.frameworks.rest_framework import REST_FRAMEWORK
from scale_lsp.frameworks.search_fields import SEARCH_FIELDS
from scale_lsp.frameworks.serialization import SERIALIZATION
from scale_lsp.frameworks.shared_fragments import SHARED_READS
from scale_lsp.frameworks.sign_in import SIGN_INS
from scale_lsp.frameworks.syndication import FEEDS, SITEMAPS
from scale_lsp.frameworks.tables import TABLE_VIEWS, TABLES
from scale_lsp.frameworks.templates import TEMPLATES
from scale_lsp.frameworks.views import VIEWS

ALL: Frameworks = (
    FILTER_VIEWS,
    VIEWS,
    REST_FRAMEWORK,
    PAGE_SIZES,
    ADMIN,
    ADMIN_FORMS,
    ADMIN_INLINES,
    ADMIN_WIDGETS,
    FORMS,
    FORMSETS,
    FILTER_SETS,
    TABLE_VIEWS,
    TABLES,
    RESOURCES,
    EXPORTING_ADMINS,
    TEMPLATES,
    JINJA,
    FEEDS,
    SITEMAPS,
    SERIALIZATION,
    JSON,
    NINJA,
    GRAPHQL_STRAWBERRY,
    GRAPHQL_GRAPHENE,
    CHANNELS,
    SEARCH_FIELDS,
    OFFERED_QUERIES,
    PAGE_CACHES,
    RATE_LIMITS,
    PROCESS_LIMITS,
    SIGN_INS,
    QUERY_LOGS,
    SHARED_READS,
    MIGRATIONS,
)
