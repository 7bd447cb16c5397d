"""A recogniser that learns: from labelled sentences to the label a new sentence most likely has."""
