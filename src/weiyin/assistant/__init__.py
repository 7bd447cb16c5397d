"""小微: what a person means by their words. Knows intents and slots, never the bank."""
