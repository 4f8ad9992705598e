"""The door for what is typed: clean text, or a sentence that names the option."""

from regesta.cli.refusal import WrongUsage
from regesta.events.values import clean

LONGEST = 20_000
"""The longest text, in characters, as `values.Text` has it."""


def cleaned(place: str, text: str, longest: int = LONGEST) -> str:
    """The text without blanks around it; raises WrongUsage for what cannot be stored, would hide, or is too long.

    A byte on the command line that is no UTF-8 comes as a lone surrogate (PEP 383), and is refused as one.
    """
    if len(text) > longest:
        raise WrongUsage(
            f"{place}: is longer than {longest:,} characters; keep long texts as captures, and quote them."
        )
    try:
        text.encode("utf-8")
        return clean(text.strip())
    except UnicodeEncodeError as error:
        code = ord(text[error.start])
        raise WrongUsage(
            f"{place}: holds the lone surrogate U+{code:04X} at character {error.start + 1}; type it as UTF-8."
        ) from error
    except ValueError as error:
        raise WrongUsage(f"{place}: {error}.") from error
