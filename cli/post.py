"""`regesta add post`."""

from regesta.cli.adding import Adding, adding, observed_without_source

post = adding(
    Adding(
        "post",
        help="A seat exists, whoever holds it. Without a --source, it is your own observation.",
        example=r"""
regesta add post --key us-ambassador-ru --title "Ambassador to Russia" \
  --organization "United States" --place Russia --seats 1""",
        make=observed_without_source,
    )
)
