"""The smallest edits on one statement. The only importer of libcst."""
