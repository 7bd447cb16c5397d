"""The services of the core: one noun a file, found by listing this package (`bank/service.py`)."""
