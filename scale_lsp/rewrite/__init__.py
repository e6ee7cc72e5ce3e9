"""The smallest edits on one expression. The only importer of libcst."""
