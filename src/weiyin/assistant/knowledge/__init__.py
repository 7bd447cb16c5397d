"""What the bank has to say: questions and answers, found by meaning, edited while running."""
