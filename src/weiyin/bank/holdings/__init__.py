"""What a customer owns and owes here: one file a kind of holding, found by listing this package.

A file has `SOURCE = Source("存款", place, holdings)`; an area that brings a kind of its own (funds,
loans) adds a file, and the overview of assets shows it.
"""
