"""Guesses from jedi for what the analysis does not know. The only importer of jedi."""
