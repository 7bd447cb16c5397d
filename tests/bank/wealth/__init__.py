"""Wealth products, deposits and bonds, below the services."""
