"""Ways out of the house. There is one: a marked proof, to a few colleagues, through the editors' own mail server."""
