"""N+1 queries."""
