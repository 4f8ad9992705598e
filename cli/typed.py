"""The door for what is typed: clean text, or a sentence that names the option."""

from regesta.cli.refusal import WrongUsage
from regesta.events.values import clean


def cleaned(place: str, text: str) -> str:
    """The text without blanks around it; raises WrongUsage for what cannot be stored, or would hide.

    A byte on the command line that is no UTF-8 comes as a lone surrogate, and is refused as one.
    """
    try:
        return clean(text.strip())
    except ValueError as error:
        raise WrongUsage(f"{place}: {error}.") from error
