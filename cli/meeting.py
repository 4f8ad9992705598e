"""`regesta add meeting`."""

from regesta.cli.adding import Adding, adding

meeting = adding(
    Adding(
        "meeting",
        help="One step of a meeting that somebody sought. The first step opens the meeting and names both sides; later"
        " ones are added to it with --of.",
        example=r"""
regesta add meeting --key gerasimov --by "Jon Huntsman" \
  --with "Valery Gerasimov" --step wanted --on 2018 --source digest
regesta add meeting --of gerasimov --step agreed --on "after 2018" \
  --source digest""",
    )
)
