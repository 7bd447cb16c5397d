"""Figures: what was counted, made into what people look at."""
