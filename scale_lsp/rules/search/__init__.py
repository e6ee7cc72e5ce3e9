"""Rules about looking for text."""
