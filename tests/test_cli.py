"""The command `buergerbuero` in processes of its own, as a person at a terminal meets it."""

import json
import os
import pty
import signal
import socket
import sqlite3
import subprocess
import time
from contextlib import ExitStack

import pytest

from tests.live.test_bus import Server
from tests.ports import free_port
from tests.program import BUERGERBUERO, PATIENCE, Program, command, environment

pytestmark = pytest.mark.long

REAL = {
    "BUERGERBUERO_PUBLIC_URL": "https://office.example.de",
    "BUERGERBUERO_COUNTY_NAME": "Kreis Muster",
    "BUERGERBUERO_COUNTY_ADDRESS": "Marktplatz 1",
    "BUERGERBUERO_COUNTY_PHONE": "0123 4567",
    "BUERGERBUERO_COUNTY_CONTROLLER": "Kreis Muster",
    "BUERGERBUERO_COUNTY_DATA_PROTECTION_OFFICER": "datenschutz@muster.example",
    "BUERGERBUERO_COUNTY_SUPERVISORY_AUTHORITY": "Landesbeauftragte",
    "BUERGERBUERO_COUNTY_IMPRINT": "Kreis Muster, Marktplatz 1",
}
RELAY = {"BUERGERBUERO_TURN_URLS": "turn:t.example.de", "BUERGERBUERO_TURN_SECRET": "s" * 32}
NO_RELAY = (
    "No TURN server is configured (BUERGERBUERO_TURN_URLS, BUERGERBUERO_TURN_SECRET): between a "
    "home and an office most conversations will stay without picture and sound."
)
SEVERAL = "BUERGERBUERO_WORKERS above 1 needs BUERGERBUERO_REDIS_URL: it carries the news."
PASSWORD = "sieben-blaue-tueren"
DEPARTMENTS = [
    "schwerbehindertenstelle", "pflegeberatung", "elterngeldstelle", "wirtschaftsfoerderung",
    "wohnberechtigungsschein", "integrationszentrum", "beratungsstelle",
]  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A data directory in which the example has run once."""
    directory = tmp_path_factory.mktemp("made")
    with Program(BUERGERBUERO_DATA_DIR=str(directory)) as running:
        first = running.lines
    return directory, first


@pytest.fixture
def data(made):
    return str(made[0])


def refusal(result):
    """What a refused command says: in one piece, on stderr, without a traceback."""
    assert (result.returncode, result.stdout) == (1, ""), result
    assert "Traceback" not in result.stderr
    return result.stderr.strip()


# Help


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["run"],
        ["check"],
        ["create-advisor"],
        ["create-department"],
        ["disable-advisor"],
        ["enable-advisor"],
    ],
)
def test_every_command_says_how_it_is_used(arguments):
    result = command(*arguments, "--help")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith(f"usage: {' '.join(['buergerbuero', *arguments])} ")


def test_a_command_that_does_not_exist_is_refused_with_those_that_do():
    result = command("explode")
    assert (result.returncode, result.stdout) == (2, "")
    assert "'create-advisor'" in result.stderr


def test_without_a_command_it_says_how_it_is_used():
    result = command()
    assert (result.returncode, result.stderr.partition(":")[0]) == (2, "usage")


# run: what it says


def test_run_says_where_the_data_is_who_may_sign_in_and_when_it_is_ready(made):
    directory, lines = made
    assert lines[0] == f"Data in {directory}"
    people = [line.split()[0] for line in lines if len(line.split()) == 2][: len(lines)]
    signed = [name for name in people if name not in ("Data", "Static", "Ready:")]
    assert signed == ["demir", "brandt", "okafor", "weiss", "petrova", "admin"]
    ready = [line for line in lines if line.startswith("Ready: ")]
    assert ready == [lines[-1]]
    assert ready[0].startswith("Ready: http://localhost:")


def test_the_passwords_are_kept_where_only_their_owner_reads_them(made):
    directory, lines = made
    file = directory / "example-passwords.txt"
    assert file.stat().st_mode & 0o777 == 0o600
    assert (
        file.read_text().splitlines()
        == [line for line in lines if line in file.read_text()][
            : len(file.read_text().splitlines())
        ]
    )
    assert (directory / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_second_start_takes_less_than_three_seconds_and_has_the_same_people(made, data):
    _directory, first = made
    with Program(BUERGERBUERO_DATA_DIR=data) as again:
        assert again.took < 3
        assert again.get("/health").status == 200
        same = [line for line in again.lines if not line.startswith("Ready")]
    before = [line for line in first if not line.startswith("Ready")]
    assert same == [line for line in before if line != "Static files prepared"]


def test_health_answers_when_it_is_ready(program):
    answer = program.get("/health")
    assert (answer.status, json.loads(answer.body)) == (200, {"database": True, "hub": True})
    assert answer.headers["content-type"] == "application/json"


def test_the_data_directory_can_be_named_on_the_command_line(tmp_path):
    with Program("--data", str(tmp_path / "here")) as program:
        assert program.lines[0] == f"Data in {tmp_path / 'here'}"
    assert (tmp_path / "here" / "buergerbuero.sqlite3").exists()


def test_nothing_is_logged_about_an_ordinary_day(program):
    """No warning at start, none for a page, none for a stream."""
    with Program(BUERGERBUERO_DATA_DIR=program.lines[0].removeprefix("Data in ")) as quiet:
        for path in ("/", "/en/", "/departments/elterngeldstelle/", "/live/overview?once=1"):
            assert quiet.get(path).status == 200
        page = quiet.get("/").body.decode()
        [style] = [part for part in page.split('"') if "/css/base" in part]
        assert quiet.get(style).status == 200
    assert quiet.lines[-1].startswith("Ready: ")


# run: how it ends


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_within_seconds_although_streams_are_open(data, sign):
    with Program(BUERGERBUERO_DATA_DIR=data) as program:
        streams = [program.stream("/live/overview") for _ in range(3)]
        assert streams[0].start.startswith(b"event: hello\ndata: ")
        asked = time.monotonic()
        program.process.send_signal(sign)
        ends = [stream.rest() for stream in streams]
        code = program.process.wait(10)
        assert time.monotonic() - asked < 3
    assert {end.split(b"\n\n")[-2] for end in ends} == {b'event: end\ndata: {"reason":"restart"}'}
    assert code in (0, -sign)
    assert "Traceback" not in program.output


def test_what_was_said_before_a_kill_is_there_after_it(tmp_path):
    """Waiting is a row: nobody loses their place when the process dies."""
    data = str(tmp_path)
    knock = "/departments/elterngeldstelle/knock"
    with Program(BUERGERBUERO_DATA_DIR=data) as program:
        origin = {"Origin": f"http://127.0.0.1:{program.port}"}
        answer = program.ask("POST", knock, origin, b"")
        assert answer.status == 303
        cookie = answer.headers["set-cookie"].split(";")[0]
        program.process.kill()
        program.process.wait(10)
    with Program(BUERGERBUERO_DATA_DIR=data) as program:
        page = program.get("/visit/", Cookie=cookie)
        assert (page.status, "E\u00a001" in page.body.decode()) == (200, True)


# run: what it refuses


def test_the_example_is_not_shown_to_others_by_accident(tmp_path):
    said = refusal(command("run", "--host", "192.0.2.1", "--data", str(tmp_path)))
    assert said.startswith("The example county is for this machine only.")
    assert "say --example too" in said
    assert list(tmp_path.iterdir()) == []


def test_the_example_is_shown_to_others_on_purpose(tmp_path):
    with Program("--host", "0.0.0.0", "--example", BUERGERBUERO_DATA_DIR=str(tmp_path)) as shown:  # noqa: S104  # that is the question
        assert shown.get("/", Host=socket.gethostname()).status == 200
        assert shown.get("/", Host="evil-example.de").status == 400
        # Others can reach it, so the missing relay is said at start.
        assert [line for line in shown.lines if NO_RELAY in line] != []


def test_the_example_is_no_answer_for_a_real_installation(tmp_path):
    said = refusal(command("run", "--example", "--data", str(tmp_path), **REAL))
    assert said.startswith("--example serves the example county, but this machine is configured")


def test_a_port_that_is_taken_is_said_with_another_one(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = refusal(command("run", "--port", str(port), "--data", str(tmp_path)))
    assert said == (
        f"Cannot listen on 127.0.0.1, port {port}: Address already in use. Another program may "
        f"use it; try --port {port + 1}."
    )


@pytest.mark.parametrize("port", ["99999", "-1", "http"])
def test_a_port_that_cannot_be_is_refused_in_a_sentence(tmp_path, port):
    result = command("run", "--port", port, "--data", str(tmp_path))
    assert result.returncode in (1, 2)
    assert ("Traceback" in result.stderr, result.stdout) == (False, "")
    assert port in result.stderr


def test_an_address_that_is_not_this_machines_is_refused_in_a_sentence(tmp_path):
    result = command("run", "--host", "no.such.host.invalid", "--example", "--data", str(tmp_path))
    said = refusal(result)
    assert said.startswith("Cannot listen on no.such.host.invalid, port 8000: ")


UNWRITABLE = "/dev/null/office"


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "--port", str(free_port())],
        ["check"],
        ["disable-advisor", "demir"],
        ["create-advisor", "eve", "--name", "Eve"],
        [
            "create-department",
            "x",
            "--letter",
            "X",
            "--name",
            "X",
            "--phone",
            "1",
            "--address",
            "1",
        ],
    ],
)
def test_a_directory_that_cannot_be_written_is_said_in_a_sentence(arguments):
    result = command(*arguments, said=PASSWORD, BUERGERBUERO_DATA_DIR=UNWRITABLE)
    assert (result.returncode, "Traceback" in result.stderr) == (1, False)
    assert f"The directory {UNWRITABLE} cannot be written: Not a directory." in result.stderr


def no_database(directory):
    (directory / "buergerbuero.sqlite3").write_bytes(os.urandom(20_000))


def directory_as_database(directory):
    (directory / "buergerbuero.sqlite3").mkdir()


def directory_as_key(directory):
    (directory / "secret_key").mkdir()


def key_of_bytes(directory):
    (directory / "secret_key").write_bytes(b"\xff\xfe\x00")


def empty_key(directory):
    (directory / "secret_key").touch()


def file_as_static_files(directory):
    (directory / "static").touch()


SPOILED = {
    no_database: "The database does not answer: file is not a database.",
    directory_as_database: "The database does not answer: unable to open database file.",
    directory_as_key: "The file {}/secret_key cannot be read: Is a directory.",
    key_of_bytes: "The file {}/secret_key cannot be read: it is not UTF-8 text.",
    empty_key: (
        "The file {}/secret_key is empty. Remove it, and the next start makes a new one: "
        "everybody signs in again."
    ),
    file_as_static_files: "The file {}/static/staticfiles.json cannot be used: Not a directory.",
}


@pytest.mark.parametrize(("spoil", "sentence"), SPOILED.items())
def test_a_data_directory_that_cannot_be_used_is_said_in_a_sentence(tmp_path, spoil, sentence):
    spoil(tmp_path)
    kept = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    result = command("run", "--port", str(free_port()), "--data", str(tmp_path))
    assert (result.returncode, result.stderr) == (1, sentence.format(tmp_path) + "\n")
    assert {name: (tmp_path / name).read_bytes() for name in kept} == kept


@pytest.mark.parametrize(
    ("size", "sentence"),
    [
        (0, "The file {}/secret_key cannot be written: File too large."),
        (64 * 1024, "The database does not answer: disk I/O error."),
    ],
)
def test_a_disk_that_is_full_at_the_first_start_is_said_and_leaves_nothing_in_the_way(
    tmp_path, size, sentence
):
    """A file that may not grow is what a full disk looks like from inside."""
    result = subprocess.run(
        ["prlimit", f"--fsize={size}", BUERGERBUERO, "run", "--data", tmp_path],  # of util-linux
        env=environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (result.returncode, result.stderr) == (1, sentence.format(tmp_path) + "\n")
    # With room on the disk again the key is made and the database set up.
    said = refusal(command("disable-advisor", "eve", "--data", str(tmp_path)))
    assert said == "Nobody signs in as eve."


def test_a_database_that_somebody_else_keeps_is_said_in_a_sentence(own):
    """For longer than anybody should. `run` needs no lock on a database that is set up."""
    database = sqlite3.connect(own / "buergerbuero.sqlite3", isolation_level=None)
    database.execute("BEGIN EXCLUSIVE")
    before = database.execute("SELECT username, is_active FROM accounts_user").fetchall()
    result = command("disable-advisor", "demir", "--data", str(own))
    database.rollback()
    database.close()
    assert refusal(result) == "The database does not answer: database is locked."
    assert rows(own, "SELECT username, is_active FROM accounts_user") == before


def test_a_data_directory_can_not_be_a_file(tmp_path):
    (tmp_path / "letter.txt").write_text("Sehr geehrte Frau Demir")
    data = str(tmp_path / "letter.txt")
    result = command("run", "--port", str(free_port()), "--data", data)
    assert (result.returncode, result.stderr) == (
        1,
        f"The directory {data} cannot be written: File exists.\n",
    )
    assert (tmp_path / "letter.txt").read_text() == "Sehr geehrte Frau Demir"


def test_a_half_configured_installation_hears_everything_that_is_missing(tmp_path):
    settings = {"BUERGERBUERO_COUNTY_NAME": "Kreis Muster", "BUERGERBUERO_WORKERS": "4"}
    for name in ("run", "check"):
        said = refusal(command(name, "--data", str(tmp_path), **settings))
        first, *missing = said.splitlines()
        assert (
            first
            == {
                "run": "This installation is not fully configured:",
                "check": "This office cannot work yet:",
            }[name]
        )
        wanted = [one for one in REAL if one != "BUERGERBUERO_COUNTY_NAME"]
        assert [one for one in wanted if not any(one in line for line in missing)] == []
        assert f"  - {SEVERAL}" in missing
        assert len(missing) == len(wanted) + 1
    assert list(tmp_path.iterdir()) == []


def test_several_processes_without_redis_are_refused(tmp_path):
    """Row 47: misconfiguration stops start-up."""
    result = command("run", "--data", str(tmp_path), BUERGERBUERO_WORKERS="2")
    assert refusal(result).splitlines()[1:] == [f"  - {SEVERAL}"]


@pytest.mark.parametrize(
    "settings",
    [
        {"BUERGERBUERO_WORKERS": "many"},
        {"BUERGERBUERO_CONFIG": "/nowhere/office.toml"},
        {"BUERGERBUERO_VIDEO_BACKEND": "carrier-pigeon"},
        {"BUERGERBUERO_TIME_ZONE": "Mars/Phobos"},
        {"BUERGERBUERO_DATABASE_URL": "nonsense://x"},
        {"BUERGERBUERO_DATABASE_URL": "postgres://nobody@127.0.0.1:9/none"},
    ],
)
@pytest.mark.parametrize("name", ["run", "check"])
def test_what_cannot_work_is_refused_in_a_sentence(tmp_path, name, settings):
    result = command(name, "--data", str(tmp_path), **settings)
    assert (result.returncode, "Traceback" in result.stderr) == (1, False), result.stderr
    assert result.stderr.strip().splitlines()[-1][-1] in ".?"


# check


def test_check_passes_on_this_machine_once_the_office_has_run(data):
    result = command("check", "--data", data)
    assert (result.returncode, result.stdout, result.stderr) == (0, "All is well.\n", "")


def test_check_says_that_the_office_has_never_run(tmp_path):
    said = refusal(command("check", "--data", str(tmp_path)))
    assert said.splitlines() == [
        "This office cannot work yet:",
        "  - The database is not set up; `buergerbuero run` does it.",
    ]


def test_check_fails_without_a_relay_outside_this_machine(data):
    """“Between a home and a town hall nothing connects without TURN.”"""
    said = refusal(command("check", "--data", data, **REAL))
    assert said.splitlines() == ["This office cannot work yet:", f"  - {NO_RELAY}"]
    assert command("check", "--data", data, **REAL, **RELAY).returncode == 0


def test_at_a_terminal_the_sentence_is_red_and_in_a_log_it_is_not(data):
    assert "\033" not in command("check", "--data", data, **REAL).stderr
    reader, writer = pty.openpty()
    try:
        result = subprocess.run(
            [BUERGERBUERO, "check", "--data", data],
            env=environment(**REAL),
            stderr=writer,
            timeout=PATIENCE,
            check=False,
        )
        shown = os.read(reader, 10_000).decode()
    finally:
        os.close(reader)
        os.close(writer)
    assert (result.returncode, shown.startswith("\033[31;1m")) == (1, True)
    assert shown.rstrip().endswith("\033[0m")


def test_a_real_installation_starts_without_a_relay_but_says_what_is_missing(tmp_path):
    """Red on a terminal; a log gets the sentence alone."""
    with Program(BUERGERBUERO_DATA_DIR=str(tmp_path), **REAL) as real:
        assert real.lines[-1] == "Ready: https://office.example.de"
        assert NO_RELAY in real.lines
        assert real.get("/", Host="office.example.de").status == 200
        assert real.get("/", Host="evil-example.de").status == 400
        assert b"example-band" not in real.get("/", Host="office.example.de").body


# People and doors


@pytest.fixture
def own(made, tmp_path):
    """A copy of the example's database, to change."""
    source = sqlite3.connect(made[0] / "buergerbuero.sqlite3")
    target = sqlite3.connect(tmp_path / "buergerbuero.sqlite3")
    with source, target:
        source.backup(target)
    source.close()
    target.close()
    return tmp_path


def rows(directory, question, *values):
    database = sqlite3.connect(directory / "buergerbuero.sqlite3")
    try:
        return database.execute(question, values).fetchall()
    finally:
        database.close()


def create_advisor(directory, *arguments, password=PASSWORD):
    options = ["--data", str(directory), *arguments]
    return command("create-advisor", *options, said=f"{password}\n")


def test_an_advisor_is_made_with_their_departments(own):
    result = create_advisor(
        own, "yilmaz", "--name", "Frau Yilmaz", "--department", "elterngeldstelle",
        "--department", "pflegeberatung", "--head",
    )  # fmt: skip
    assert (result.returncode, result.stdout) == (0, "Frau Yilmaz can sign in as yilmaz.\n")
    found = rows(
        own,
        "SELECT d.slug, m.role, u.name FROM departments_membership m "
        "JOIN accounts_user u ON u.id = m.user_id JOIN departments_department d "
        "ON d.id = m.department_id WHERE u.username = 'yilmaz' ORDER BY d.slug",
    )
    assert found == [
        ("elterngeldstelle", "head", "Frau Yilmaz"),
        ("pflegeberatung", "head", "Frau Yilmaz"),
    ]
    [(password,)] = rows(own, "SELECT password FROM accounts_user WHERE username = 'yilmaz'")
    assert password.startswith("argon2$")


def test_an_administrator_is_made(own):
    assert create_advisor(own, "chief", "--name", "Frau Chef", "--administrator").returncode == 0
    found = rows(
        own, "SELECT is_administrator, is_superuser FROM accounts_user WHERE username = 'chief'"
    )
    assert found == [(1, 0)]


@pytest.mark.parametrize(
    ("arguments", "password", "sentence"),
    [
        (["demir", "--name", "x"], PASSWORD, "Somebody already signs in as demir."),
        (
            ["eve", "--name", "x", "--department", "nothing"],
            PASSWORD,
            f"There is no department “nothing”. Known: {', '.join(DEPARTMENTS)}.",
        ),
    ],
)
def test_an_advisor_that_cannot_be_is_refused_in_a_sentence(own, arguments, password, sentence):
    before = rows(own, "SELECT count(*) FROM accounts_user")
    assert refusal(create_advisor(own, *arguments, password=password)) == sentence
    assert rows(own, "SELECT count(*) FROM accounts_user") == before


@pytest.mark.parametrize("password", ["", "kurz", "password1234"])
def test_a_password_that_is_too_weak_is_refused(own, password):
    said = refusal(create_advisor(own, "eve", "--name", "Eve", password=password))
    assert said.endswith(".")
    assert rows(own, "SELECT count(*) FROM accounts_user WHERE username = 'eve'") == [(0,)]


@pytest.mark.parametrize("username", ["", "a b", "x" * 200, "<script>"])
def test_a_user_name_that_nobody_can_type_is_refused(own, username):
    said = refusal(create_advisor(own, username, "--name", "Eve"))
    assert said.endswith(".")
    assert rows(own, "SELECT count(*) FROM accounts_user WHERE name = 'Eve'") == [(0,)]


def test_an_advisor_is_disabled_and_enabled_again(own):
    def active():
        return rows(own, "SELECT is_active FROM accounts_user WHERE username = 'demir'")

    disabled = command("disable-advisor", "demir", "--data", str(own))
    assert (disabled.returncode, disabled.stdout) == (0, "demir is disabled.\n")
    assert active() == [(0,)]
    enabled = command("enable-advisor", "demir", "--data", str(own))
    assert (enabled.stdout, active()) == ("demir is enabled.\n", [(1,)])


@pytest.mark.parametrize("word", ["disable-advisor", "enable-advisor"])
def test_nobody_unknown_is_disabled(own, word):
    assert refusal(command(word, "eve", "--data", str(own))) == "Nobody signs in as eve."


def create_department(directory, slug="standesamt", **facts):
    facts = {"letter": "T", "name": "Standesamt", "phone": "0123", "address": "Markt 1"} | facts
    hours = facts.pop("hours", [])
    options = [part for key, value in facts.items() for part in (f"--{key}", value)]
    options += [part for line in hours for part in ("--hours", line)]
    return command("create-department", slug, *options, "--data", str(directory))


def test_a_department_is_made_with_its_hours(own):
    result = create_department(own, hours=["Mo-Mi 8:30-12:30", "Do 13:00-24:00"])
    assert (result.returncode, result.stdout) == (0, "Standesamt has a door now.\n")
    found = rows(
        own,
        "SELECT weekday, opens, closes FROM departments_openinghours h JOIN "
        "departments_department d ON d.id = h.department_id WHERE d.slug = 'standesamt' "
        "ORDER BY weekday",
    )
    assert found == [
        (0, "08:30:00", "12:30:00"),
        (1, "08:30:00", "12:30:00"),
        (2, "08:30:00", "12:30:00"),
        (3, "13:00:00", "00:00:00"),
    ]


@pytest.mark.parametrize(
    "hours",
    ["Mo 8-12", "Mo-Xx 8:00-12:00", "Fr-Mo 8:00-12:00", "Mo 25:00-26:00", "Mo 8:61-9:00", "24/7"],
)
def test_hours_that_nobody_understands_are_refused_with_an_example(own, hours):
    said = refusal(create_department(own, hours=[hours]))
    assert said == f"“{hours}” is no opening time; write for example “Mo-Fr 8:30-12:30”."


@pytest.mark.parametrize("hours", [["Mo 8:00-12:00", "Mo 11:00-13:00"], ["Mo 12:00-8:00"]])
def test_hours_that_contradict_each_other_are_refused(own, hours):
    said = refusal(create_department(own, hours=hours))
    assert said == "The opening hours overlap, or an end lies before its beginning."


@pytest.mark.parametrize(
    "facts",
    [
        {"slug": "elterngeldstelle"},
        {"slug": "Ämter mit Leerzeichen"},
        {"slug": ""},
        {"letter": "E"},
        {"letter": "abc"},
        {"letter": ""},
        {"phone": ""},
        {"name": ""},
    ],
)
def test_a_department_that_cannot_be_is_refused_in_a_sentence(own, facts):
    before = rows(own, "SELECT count(*) FROM departments_department")
    said = refusal(create_department(own, **facts))
    assert said.endswith(".")
    assert rows(own, "SELECT count(*) FROM departments_department") == before


def test_people_and_doors_can_be_made_before_the_first_start(tmp_path):
    """A real installation begins with its doors and its people."""
    assert create_department(tmp_path).stdout == "Standesamt has a door now.\n"
    made = create_advisor(tmp_path, "eve", "--name", "Eve", "--department", "standesamt")
    assert (made.returncode, made.stdout) == (0, "Eve can sign in as eve.\n")


# Several processes


@pytest.mark.redis
def test_several_processes_serve_one_office(tmp_path):
    redis = Server(tmp_path)
    redis.start()
    settings = {"BUERGERBUERO_WORKERS": "2", "BUERGERBUERO_REDIS_URL": redis.url}
    try:
        with Program(BUERGERBUERO_DATA_DIR=str(tmp_path), **settings) as program:
            assert [line for line in program.lines if line.startswith("Ready: ")] != []
            assert program.get("/health").status == 200
            streams = [program.stream("/live/overview") for _ in range(6)]
            origin = {"Origin": f"http://127.0.0.1:{program.port}"}
            knock = "/departments/elterngeldstelle/knock"
            assert program.ask("POST", knock, origin, b"").status == 303
            for stream in streams:
                seen = stream.read_until(b"1 wartet")
                assert b"1 wartet" in seen
            asked = time.monotonic()
            program.process.send_signal(signal.SIGTERM)
            ends = [stream.rest() for stream in streams]
            program.process.wait(10)
            assert time.monotonic() - asked < 4
        assert {b'{"reason":"restart"}' in end for end in ends} == {True}
    finally:
        redis.stop()


def test_two_free_ports_are_free():
    """The helper these tests stand on."""
    with ExitStack() as both:
        for _ in range(2):
            both.enter_context(socket.create_server(("", free_port())))
