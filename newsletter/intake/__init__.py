"""From raw sources to articles: one source format a file. A person reads what was imported before it is used."""
