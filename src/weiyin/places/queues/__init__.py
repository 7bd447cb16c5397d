"""The lines at the branches: what their machines report, tickets from afar, how long it takes."""
