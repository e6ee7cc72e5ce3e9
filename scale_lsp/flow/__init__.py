"""Values, supply and demand: what a piece of code loads, and what it reads once per row."""
