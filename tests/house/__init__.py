"""A small bank, whole: composed as in production, with three customers and no wire."""
