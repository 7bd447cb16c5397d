"""Wealth products and deposits."""
