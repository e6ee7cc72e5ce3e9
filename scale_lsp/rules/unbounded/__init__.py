"""Results without a limit, and work in Python that a database does better."""
