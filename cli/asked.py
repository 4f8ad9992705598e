"""Days that a question names: in any wording, counted from today."""

from datetime import date

from regesta.cli.options import here
from regesta.cli.refusal import WrongUsage
from regesta.events.when import When
from regesta.events.wording import WordingError, read_when


def asked(place: str, wording: str) -> When:
    """The days that a wording means to somebody who asks today; raises WrongUsage, naming the option."""
    try:
        return read_when(wording, published=date.today(), hemisphere=here().settings.hemisphere)
    except WordingError as refused:
        raise WrongUsage(f"{place}: {refused}") from refused
