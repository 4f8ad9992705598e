"""A number with the word for what is counted, as sentences need it."""


def counted(count: int, one: str, many: str = "") -> str:
    """1 entry, 2,732 entries; without `many`, the plural has an s."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def in_entries(count: int) -> str:
    """The size of a log in entries: 1 entry, 2,732 entries."""
    return counted(count, "entry", "entries")
