"""The command line: one command a file; nothing is imported before its command runs."""
