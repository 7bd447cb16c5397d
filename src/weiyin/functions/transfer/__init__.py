"""Money out: transfers and top-ups."""
