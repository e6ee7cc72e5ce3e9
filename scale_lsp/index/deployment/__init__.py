"""What deployment and requirements files say: how the project is served, and what is installed."""
