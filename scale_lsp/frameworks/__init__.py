"""Who visits the rows: one file for each framework."""
