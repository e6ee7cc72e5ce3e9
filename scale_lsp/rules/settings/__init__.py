"""Settings and deployment."""
