"""SQL views: thin joins for readers who write SQL. Pages use the tables, since Datasette gives a view no row pages."""

import sqlite3

VIEWS: dict[str, str] = {
    "tenures": """
        SELECT postings.id, holder.name AS holder, posts.title, posts.organization, posts.place, effect, phase,
            start, start_earliest, start_latest, "end", end_state, end_earliest, end_latest, disputed
        FROM postings JOIN agents AS holder ON holder.id = postings.holder JOIN posts ON posts.id = postings.post""",
    "sayings": """
        SELECT statements.id, speaker.name AS speaker, addressees, mode, text, said, said_earliest, said_latest,
            medium, heard_via, hops
        FROM statements JOIN agents AS speaker ON speaker.id = statements.speaker""",
    "encounters": """
        SELECT meetings.id, seeker.name AS seeker, counterpart.name AS counterpart, state, state_on, state_earliest,
            state_latest, steps, reason
        FROM meetings JOIN agents AS seeker ON seeker.id = meetings.seeker
        JOIN agents AS counterpart ON counterpart.id = meetings.counterpart""",
    "evidence": """
        SELECT citations.id, facts.says, facts.kind, citations.subject_kind, citations.subject,
            sources.label AS source, sources.url, locator, quote, found
        FROM citations JOIN facts ON facts.id = citations.fact JOIN sources ON sources.id = citations.source""",
}
"""Each view's name, and what it selects."""


def create_views(connection: sqlite3.Connection) -> None:
    """Make the views."""
    for name, select in VIEWS.items():
        connection.execute(f'CREATE VIEW "{name}" AS {select.strip()}')
