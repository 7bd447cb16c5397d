"""The checks that are tried against the house, each a test named after its id."""
