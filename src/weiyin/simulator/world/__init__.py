"""The platform's state, one noun a file: plain values and rules, no wire and no event loop."""
