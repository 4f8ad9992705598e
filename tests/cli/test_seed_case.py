"""The lines that the design promises, typed as they stand there, in a fresh dossier without a terminal."""

from pathlib import Path

from cli_shell import ABSTRACT, a_dossier


def test_the_seed_case_can_be_typed(tmp_path: Path) -> None:
    shell = a_dossier(tmp_path)
    (shell.folder / "abstract.txt").write_text(ABSTRACT, encoding="utf-8")
    shell.fine('add source --key letter --title "Letter of resignation" --published "August 2019"')
    shell.fine(
        'add source --key kommersant-0807 --title "US Ambassador to Russia resigns" --publication Kommersant'
        " --published 2019-08-07 --url https://example.com/0807 --capture abstract.txt --derived-from letter=quotes"
    )
    shell.fine(
        'add post --key us-ambassador-ru --title "Ambassador to Russia" --organization "United States"'
        " --place Russia --seats 1"
    )
    posting = shell.fine(
        'add posting --holder "Jon Huntsman" --post us-ambassador-ru --phase serving --start "by autumn of 2017"'
        ' --end "in October" --source kommersant-0807 --quote "means to leave in October" --new-agent --json'
    ).json
    statement = shell.fine(
        'add statement --speaker "Jon Huntsman" --text "I am leaving in October." --mode direct --said 2019-08-06'
        f' --to "Donald Trump" --in "resignation letter" --about {posting["subject"]} --via Kommersant'
        ' --source kommersant-0807 --quote "has sent in his resignation" --json'
    ).json
    meeting = shell.fine(
        'add meeting --by "Jon Huntsman" --with "Valery Gerasimov" --step wanted --on 2018 --source kommersant-0807'
        ' --quote "the people whom he\nhoped to meet" --json'
    ).json
    shell.fine(f'add meeting --of {meeting["subject"]} --step agreed --on "after 2018" --source kommersant-0807')
    shell.fine(
        f'correct {posting["fact"]} --set end=2019-10-03 --motive was-wrong --note "The day is known by now."'
        " --source kommersant-0807"
    )

    held = shell.fine("who us-ambassador-ru --on 2018-06-01 --json").json
    assert [one["name"] for one in held["certain"]] == ["Jon Huntsman"]
    assert (held["certain"][0]["start_latest"], held["certain"][0]["end_earliest"]) == ("2017-11-30", "2019-10-03")
    said = shell.fine(f"show {statement['subject']} --json").json
    assert said["rows"][0]["heard_via"] == "Kommersant"
    assert said["parts"]["about"] == [{"subject_kind": "posting", "subject": posting["subject"]}]
    wanted = shell.fine(f"show {meeting['subject']} --json").json
    assert (wanted["kind"], wanted["rows"][0]["state"]) == ("meeting", "agreed")
    assert shell.fine("verify").out == ""
