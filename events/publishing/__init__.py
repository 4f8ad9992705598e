"""What is published of a dossier and how a reader checks it: the public log, its manifest, its sums."""
