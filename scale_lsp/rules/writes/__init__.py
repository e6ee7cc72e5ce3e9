"""Writes that loops repeat row by row."""
