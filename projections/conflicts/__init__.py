"""Conflicts: facts that cannot all be true, found by rule. Both sides stay; a person explains."""
