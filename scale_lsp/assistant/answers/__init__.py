"""What is said to each intent."""
