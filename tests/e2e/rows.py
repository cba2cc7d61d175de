"""Rows behind the server's back, for what a test cannot wait for: a line, staff, a shut door."""

from datetime import datetime, timedelta
from secrets import token_hex
from zoneinfo import ZoneInfo

from tests.servers import Office

BERLIN = ZoneInfo("Europe/Berlin")
LATER = "datetime('now', '+1 hour')"
OFFICE = "elterngeldstelle"
FIRST_NUMBER = 47


def set_door(office: Office, slug: str = OFFICE, **facts: object) -> None:
    columns = ", ".join(f"{name} = ?" for name in facts)
    statement = f"UPDATE departments_department SET {columns} WHERE slug = ?"  # noqa: S608  # our own names
    office.sql(statement, *facts.values(), slug)


def stop_taking(office: Office, slug: str = OFFICE) -> None:
    set_door(office, slug, no_more_on=today())


def close_by_plan(office: Office, slug: str = OFFICE) -> None:
    """Open for half an hour at a time of day that is not now."""
    hour = (datetime.now(BERLIN).hour + 12) % 24
    _set_hours(office, slug, f"{hour:02d}:00:00", f"{hour:02d}:30:00")


def open_all_day(office: Office, slug: str) -> None:
    _set_hours(office, slug, "00:00:00", "00:00:00")


def _set_hours(office: Office, slug: str, opens: str, closes: str) -> None:
    where = " WHERE department_id = (SELECT id FROM departments_department WHERE slug = ?)"
    office.sql(
        f"DELETE FROM departments_openinghours {where} AND rowid NOT IN"  # noqa: S608  # our own words
        " (SELECT MIN(rowid) FROM departments_openinghours GROUP BY department_id, weekday)",
        slug,
    )
    office.sql(
        f"UPDATE departments_openinghours SET opens = ?, closes = ? {where}",  # noqa: S608  # our own words
        opens,
        closes,
        slug,
    )


def closes_in(office: Office, minutes: int, slug: str = OFFICE) -> datetime:
    """Open since midnight and closed at midnight at the latest; less than 0: it has closed."""
    now = datetime.now(BERLIN)
    closing = now + timedelta(minutes=minutes)
    opens = "12:00:00" if closing.date() < now.date() else "00:00:00"
    closes = "00:00:00" if closing.date() > now.date() else f"{closing:%H:%M}:00"
    _set_hours(office, slug, opens, closes)
    return closing


def has_served(office: Office, minutes: int, count: int = 30, slug: str = OFFICE) -> None:
    """So many talks of about this length in the last days: from them people learn how long it
    takes."""
    for number in range(count):
        took = minutes * (0.8 + 0.4 * number / count)
        visit = add_visit(office, 1000 + number, slug)
        office.sql(
            "UPDATE visits_visit SET state = 'closed', outcome = 'served', day = '2026-01-05',"
            " since = datetime('now', '-3 days'), closed_at = datetime('now', '-2 days')"
            " WHERE id = ?",
            visit,
        )
        for kind, ago in (("call", 2 * 24 * 60), ("end", 2 * 24 * 60 - took)):
            office.sql(
                "INSERT INTO visits_event (visit_id, kind, by, advisor_id, department_id, at, why)"
                " SELECT v.id, ?, 'advisor', u.id, v.department_id, datetime('now', ?), ''"
                " FROM visits_visit v, accounts_user u WHERE v.id = ? AND u.username = 'demir'",
                kind,
                f"-{ago * 60:.0f} seconds",
                visit,
            )


def today() -> str:
    return datetime.now(BERLIN).date().isoformat()


def sits_at_desk(office: Office, username: str, state: str = "free") -> None:
    """Seen for an hour to come, without a page."""
    office.sql(
        "INSERT OR REPLACE INTO departments_duty (user_id, state, seen_at, back_at)"  # noqa: S608  # our own words
        f" SELECT id, ?, {LATER}, {LATER if state == 'break' else 'NULL'}"
        " FROM accounts_user WHERE username = ?",
        state,
        username,
    )


def line_up(office: Office, count: int, slug: str = OFFICE, *, absent: int = 0) -> None:
    """So many wait already; the first `absent` of them are away. The next number is 47."""
    for place in range(count):
        absence = "unseen" if place < absent else ""
        add_visit(office, FIRST_NUMBER - count + place, slug, absence=absence)
    office.sql(
        "INSERT INTO visits_numberroll (department_id, day, last)"
        " SELECT id, ?, ? FROM departments_department WHERE slug = ?",
        today(),
        FIRST_NUMBER - 1,
        slug,
    )


def route_subject(office: Office, username: str, slug: str = OFFICE) -> None:
    """The first subject of this door belongs to one advisor."""
    office.sql(
        "INSERT INTO departments_route (membership_id, subject_id, letters)"
        " SELECT m.id, MIN(s.id), '' FROM departments_membership m"
        " JOIN accounts_user u ON u.id = m.user_id AND u.username = ?"
        " JOIN departments_department d ON d.id = m.department_id AND d.slug = ?"
        " JOIN departments_subject s ON s.department_id = d.id GROUP BY m.id",
        username,
        slug,
    )


def is_in_talk(office: Office, username: str, slug: str = OFFICE) -> None:
    """This advisor talks with somebody whose page nobody sees."""
    sits_at_desk(office, username)
    add_visit(office, FIRST_NUMBER - 30, slug)
    office.sql(
        f"UPDATE visits_visit SET state = 'talking', entered_at = {LATER},"  # noqa: S608  # our own words
        " called_at = datetime('now'),"
        " advisor_id = (SELECT id FROM accounts_user WHERE username = ?) WHERE number = ?",
        username,
        FIRST_NUMBER - 30,
    )


def add_visit(office: Office, number: int, slug: str = OFFICE, *, absence: str = "") -> str:
    visit = token_hex(11)
    office.sql(
        "INSERT INTO visits_visit (id, department_id, letter, number, day, state, outcome, since,"  # noqa: S608  # our own words
        " put_back, absence, seen_at, extended, missed, name, initial, case_number, needs, note,"
        " to_fetch, language, secret_hash, former_hash, reason, source, identity)"
        " SELECT ?, id, letter, ?, ?, 'waiting', '',"
        f" datetime('now', '-1 hour', '+{number} seconds'), 0, ?, {LATER}, 0, 0, '', '', '', '[]',"
        " '', '', 'de', '', '', '', '', '' FROM departments_department WHERE slug = ?",
        visit,
        number,
        today(),
        absence,
        slug,
    )
    return visit


def set_visit(office: Office, **facts: object) -> None:
    """The visit that a browser of this test holds."""
    columns = ", ".join(f"{name} = ?" for name in facts)
    office.sql(f"UPDATE visits_visit SET {columns} WHERE secret_hash <> ''", *facts.values())  # noqa: S608  # our own names


def serves(office: Office, username: str, slug: str = OFFICE) -> None:
    office.sql(
        "INSERT INTO departments_membership (role, department_id, user_id) SELECT 'advisor',"
        " (SELECT id FROM departments_department WHERE slug = ?), id"
        " FROM accounts_user WHERE username = ?",
        slug,
        username,
    )


def rings_for_a_minute(office: Office) -> None:
    """Whoever is being rung."""
    office.sql(
        "UPDATE consultations_participant SET rung_at = datetime('now', '-61 seconds')"
        " WHERE rung_at IS NOT NULL"
    )


def nobody_opens_for(office: Office, seconds: int) -> None:
    """As if nobody had opened for so long; to be called once the clock has begun to count."""
    office.sql(
        "UPDATE visits_alert SET seen_at = NULL, since = datetime('now', ?)",
        f"-{seconds} seconds",
    )


def has_been_told(office: Office, stage: str, slug: str = OFFICE) -> None:
    """colleagues, heads or nobody know that nobody opens; the clock changes nothing for an hour."""
    office.sql(
        "INSERT OR REPLACE INTO visits_alert (department_id, since, stage)"  # noqa: S608  # our own words
        f" SELECT id, {LATER}, ? FROM departments_department WHERE slug = ?",
        stage,
        slug,
    )
