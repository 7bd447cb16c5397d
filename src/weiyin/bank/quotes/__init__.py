"""Prices that move through the day: of foreign currencies and of metals, as a feed tells them."""
