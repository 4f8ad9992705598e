"""What may be said, and how it is kept: the facts, their time and evidence, and the log that holds them."""
