"""Rules of the category background."""
