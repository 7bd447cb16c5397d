"""What a customer is told unasked, and how to choose it."""
