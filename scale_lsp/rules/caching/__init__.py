"""Caches and sessions."""
