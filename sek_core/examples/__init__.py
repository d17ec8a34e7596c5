"""Labelled examples: what people decided about texts, without names and numbers of persons."""
