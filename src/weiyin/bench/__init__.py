"""Measuring: each bench runs the product and its peers in one run and prints the ratios."""
