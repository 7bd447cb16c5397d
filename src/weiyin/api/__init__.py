"""JSON for other channels: each banking function is one operation of an OpenAPI description."""
