"""Rules of the category async."""
