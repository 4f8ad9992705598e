"""`regesta add posting`."""

import click

from regesta.cli.adding import Adding, adding

posting = adding(
    Adding(
        "posting",
        help="One phase of somebody's time in a post. Serving and acting last, and have a start and an end; every other"
        " phase happens on a day.",
        example=r"""
regesta add posting --holder "Jon Huntsman" --post us-ambassador-ru \
  --phase serving --start "by autumn of 2017" --end "in October" \
  --source digest
regesta add posting --of huntsman-moscow --phase accredited \
  --on 2017-10-03 --source digest""",
        also=(click.Option(["--on"], metavar="DATE", help="For a phase that happens on a day: that day."),),
    )
)
