"""Caches and sessions, and what they keep for whom."""
