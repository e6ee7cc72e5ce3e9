"""Connections, and how many requests one visitor may make."""
