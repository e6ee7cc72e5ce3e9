"""Whether a project is ready for so many users: a model of plain values, and a writer for each format."""
