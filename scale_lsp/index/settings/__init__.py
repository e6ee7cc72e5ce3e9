"""The settings of a project as abstract values, read from its texts."""
