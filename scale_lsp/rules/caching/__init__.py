"""Caches, and what they keep for whom."""
