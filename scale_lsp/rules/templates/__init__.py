"""Queries that templates ask."""
