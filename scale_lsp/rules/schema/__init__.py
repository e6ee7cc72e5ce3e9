"""Rules about the tables and indexes that models declare."""
