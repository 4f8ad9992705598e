"""Import: documents of many facts (YAML, JSON Lines, CSV with a mapping) into facts ready to be recorded.

`docs/import.md` is the format, and the promise. A document is read into *drafts* (`documents`): the fields as they
were written, each with its place. Drafts become facts (`planning`), and facts what is to be recorded (`changes`); both
look into the dossier only through a `World`. What looks wrong is collected; nothing here writes anything.
"""
