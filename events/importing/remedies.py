"""What to do about a problem in a table: the mapping may say how cells are meant that need not change then."""

from regesta.events.importing.places import Place


def in_a_table(place: Place, what: str, remedy: str) -> tuple[str, str]:
    """The problem of a field, and its remedy, with that of the mapping if the field was made from cells."""
    if place.columns is None:
        return what, remedy
    if what == "is missing;":
        return "is blank;", "fill the cell, or tell the fact only where it is there, with when: {COLUMN: present}."
    if what.endswith("Leave the date out."):
        return what, "Or list such cells under blank in the mapping."
    if "holds a line break or a tab" in what:
        return what.rstrip("."), "or take it as {COLUMN|line} in the mapping."
    if "is not a key;" in what:
        return what.rstrip(".") + ",", "or make the whole a column, with text, and take it as {COLUMN|slug}."
    return what, remedy
