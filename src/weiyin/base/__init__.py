"""Words that several rooms speak. Knows nothing else of ours."""
