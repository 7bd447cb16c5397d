"""Coverage-guided fuzzing: a module here is one target, run in a process of its own."""
