"""A multilingual newsletter publishing toolkit."""
