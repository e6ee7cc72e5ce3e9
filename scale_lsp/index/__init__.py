"""The workspace: summarise one file, link all of them into a model graph."""
