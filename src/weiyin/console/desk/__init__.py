"""The agents' web: what their pages show, and how it stays live."""
