"""The oracle of the incremental engine: after any edits a project says what a fresh one says of the same texts."""
