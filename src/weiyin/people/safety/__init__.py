"""What holds a person back for their own safety: cooling off, and choices of their own."""
