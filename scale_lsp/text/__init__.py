"""Texts: positions, blocks, edits. Knows no Django."""
