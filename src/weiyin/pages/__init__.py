"""The H5 door: forms, confirm pages and results in the phone's browser, mounted at `/p`."""
