"""Results without a limit, and their pages."""
