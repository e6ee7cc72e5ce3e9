"""Results without a limit, their pages, and work in Python that a database does better."""
