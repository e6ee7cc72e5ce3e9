"""Connections to databases and sockets, and how many requests one visitor may make."""
