"""From an edition to what readers get: the only place where the engines are."""
