"""The operator's door: the bank's own places, merchants, offers and bank codes, from files."""
