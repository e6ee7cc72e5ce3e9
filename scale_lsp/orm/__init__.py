"""Django as tables: fields, queryset methods, lookups. No analysis."""
