"""What several rules share: rules do not know each other."""
