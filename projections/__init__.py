"""Reading is a fold: entries in, rows out. Only `build` writes the database."""
