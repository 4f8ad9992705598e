"""`regesta add statement`."""

from regesta.cli.adding import Adding, adding

statement = adding(
    Adding(
        "statement",
        help="Somebody said something. What is not in the speaker's own words is indirect, or a paraphrase.",
        example='regesta add statement --speaker "Jon Huntsman" --mode direct --said 2019-08-06 --to "Donald Trump"\n'
        '    --text "maintain channels for dialogue" --in "resignation letter" --via Kommersant\n'
        "    --source kommersant-0807",
    )
)
