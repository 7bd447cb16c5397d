"""How a person wants to read what we show."""
