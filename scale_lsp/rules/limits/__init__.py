"""Connections to the database and to sockets, and what limits them."""
