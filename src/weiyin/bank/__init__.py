"""The bank's books: ledger, accounts, cards, limits, products, and the port to a real core."""
