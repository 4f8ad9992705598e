"""`regesta add statement`."""

from regesta.cli.adding import Adding, adding

statement = adding(
    Adding(
        "statement",
        help="Somebody said something. What is not in the speaker's own words is indirect, or a paraphrase.",
        example=r"""
regesta add statement --speaker "Jon Huntsman" --mode direct \
  --text "maintain channels for dialogue" --to "Donald Trump" \
  --in "resignation letter" --said 2019-08-06 --via Kommersant \
  --source digest""",
    )
)
