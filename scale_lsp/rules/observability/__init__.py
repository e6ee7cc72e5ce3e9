"""How load is measured."""
