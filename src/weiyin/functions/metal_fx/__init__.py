"""Metals and foreign currency: prices, accumulation, exchange, alerts, notes and bars."""
