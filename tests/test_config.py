from dataclasses import fields, replace
from ipaddress import ip_network
from pathlib import Path

import pytest

from buergerbuero import config
from buergerbuero.config import SECRETS, Config, County, is_loopback, load, problems
from buergerbuero.config_secret import ensure_push_key, ensure_secret_key, is_push_key
from buergerbuero.config_source import ConfigError

COUNTY = {
    "BUERGERBUERO_COUNTY_NAME": "Kreis Muster",
    "BUERGERBUERO_COUNTY_ADDRESS": "Marktplatz 1",
    "BUERGERBUERO_COUNTY_PHONE": "0123 4567",
    "BUERGERBUERO_COUNTY_CONTROLLER": "Kreis Muster",
    "BUERGERBUERO_COUNTY_DATA_PROTECTION_OFFICER": "datenschutz@muster.example",
    "BUERGERBUERO_COUNTY_SUPERVISORY_AUTHORITY": "Landesbeauftragte",
    "BUERGERBUERO_COUNTY_IMPRINT": "Kreis Muster, Marktplatz 1",
}
REAL = {"BUERGERBUERO_PUBLIC_URL": "https://office.example.de", **COUNTY}


def read(**settings: str) -> config.Config:
    return load(settings)


# The example


def test_without_configuration_it_is_the_example_county_on_this_machine():
    found = read()
    assert (found.example, found.county.name) == (True, "Musterkreis")
    assert (found.hosts, found.on_loopback) == (("localhost", "127.0.0.1", "[::1]"), True)
    assert found.data_dir == Path(".data").absolute()
    assert (found.workers, found.video_backend, found.time_zone) == (1, "peer", "Europe/Berlin")
    assert problems(found) == []


def test_the_example_needs_no_relay_on_this_machine_but_on_another():
    assert not read().turn_is_missing
    shown = read(BUERGERBUERO_HOSTS="localhost,192.0.2.7")
    assert (shown.example, shown.on_loopback, shown.turn_is_missing) == (True, False, True)
    assert shown.hosts == ("localhost", "192.0.2.7")


def test_the_example_trusts_no_proxy_unless_told_to():
    assert read().trusted_proxies == ()
    found = read(BUERGERBUERO_TRUSTED_PROXIES="10.0.0.0/8, fd00::/8")
    assert found.trusted_proxies == (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


@pytest.mark.parametrize(
    "name", ["PUBLIC_URL", "CONFIG", *(f"COUNTY_{f.name.upper()}" for f in fields(County))]
)
def test_naming_anything_of_an_installation_makes_it_a_real_one(tmp_path, name):
    """A forgotten setting never shows the example county to real citizens."""
    file = tmp_path / "office.toml"
    file.write_text("")
    found = read(**{f"BUERGERBUERO_{name}": str(file)})
    assert not found.example
    assert problems(found) != []


# A real installation


def test_a_complete_installation_has_no_problems():
    found = read(**REAL)
    assert (found.example, problems(found)) == (False, [])
    assert found.data_dir == Path("/var/lib/buergerbuero")
    assert found.county.name == "Kreis Muster"
    assert found.county.service == "Virtuelles Bürgerbüro"


def test_it_trusts_a_proxy_on_its_own_machine():
    found = read(**REAL)
    assert found.trusted_proxies == (ip_network("127.0.0.0/8"), ip_network("::1"))
    elsewhere = read(**REAL, BUERGERBUERO_TRUSTED_PROXIES="10.1.2.3")
    assert elsewhere.trusted_proxies == (ip_network("10.1.2.3"),)


def test_every_missing_setting_is_named_at_once():
    missing = problems(read(BUERGERBUERO_COUNTY_HOSTING="us"))
    named = [
        sentence.split(":")[0].split(" (or ")[-1].strip(")").removeprefix("Set ")
        for sentence in missing
    ]
    assert named == ["BUERGERBUERO_PUBLIC_URL", *COUNTY]
    assert {sentence[-1] for sentence in missing} == {"."}


@pytest.mark.parametrize("name", REAL)
def test_each_setting_that_the_law_or_a_page_needs_is_demanded(name):
    found = load({key: value for key, value in REAL.items() if key != name})
    [problem] = problems(found)
    assert name in problem


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({"BUERGERBUERO_PUBLIC_URL": "http://office.example.de"}, "https://"),
        ({"BUERGERBUERO_PUBLIC_URL": "office.example.de"}, "https://"),
        ({"BUERGERBUERO_WORKERS": "2"}, "BUERGERBUERO_REDIS_URL"),
        ({"BUERGERBUERO_WORKERS": "0"}, "at least 1"),
        ({"BUERGERBUERO_WORKERS": "-1"}, "at least 1"),
        ({"BUERGERBUERO_VIDEO_BACKEND": "carrier-pigeon"}, "carrier-pigeon"),
        ({"BUERGERBUERO_TIME_ZONE": "Mars/Phobos"}, "Mars/Phobos"),
        ({"BUERGERBUERO_PUSH_KEY": "secret"}, "BUERGERBUERO_PUSH_KEY"),
    ],
)
def test_what_contradicts_itself_is_one_sentence(settings, word):
    """Row 47: misconfiguration stops start-up."""
    [problem] = problems(load(REAL | settings))
    assert word in problem
    assert problem.endswith(".")


@pytest.mark.parametrize("name", ["BUERGERBUERO_TURN_SECRET", "BUERGERBUERO_SECRET_KEY"])
@pytest.mark.parametrize("secret", ["replace-me", "x" * 31, "replace-me" + "x" * 32])
def test_a_secret_that_can_be_guessed_is_refused(name, secret):
    """Row 47: unchanged, the two example files would fit each other, for everybody."""
    sentence = (
        f"{name} can be guessed: it is the one of the example files, or shorter than 32 "
        "characters. The command “openssl rand -hex 32” makes a good one."
    )
    assert problems(load(REAL | {name: secret})) == [sentence]
    assert problems(read(**{name: secret})) == [sentence]


def test_each_secret_is_looked_at():
    secrets = {one.name for one in fields(Config) if one.name.endswith(("secret", "key"))}
    assert secrets == {*SECRETS, "push_key"}


@pytest.mark.parametrize(
    "settings",
    [
        {"BUERGERBUERO_TURN_SECRET": "x" * 32},
        {"BUERGERBUERO_SECRET_KEY": "x" * 32},
        {"BUERGERBUERO_WORKERS": "4", "BUERGERBUERO_REDIS_URL": "redis://127.0.0.1"},
        {"BUERGERBUERO_WORKERS": "4", "REDIS_URL": "redis://127.0.0.1"},
        {"BUERGERBUERO_PUBLIC_URL": "http://localhost:8000"},
        {"BUERGERBUERO_PUBLIC_URL": "http://127.0.0.1:8000"},
        {"BUERGERBUERO_VIDEO_BACKEND": "fake"},
    ],
)
def test_what_fits_together_is_no_problem(settings):
    assert problems(load(REAL | settings)) == []


def test_the_example_too_needs_redis_for_several_processes():
    [problem] = problems(read(BUERGERBUERO_WORKERS="2"))
    assert "BUERGERBUERO_REDIS_URL" in problem


def test_a_relay_is_missing_until_its_address_and_its_secret_are_known():
    def missing(**settings):
        return load(REAL | settings).turn_is_missing

    urls = {"BUERGERBUERO_TURN_URLS": "turn:turn.example.de:3478"}
    secret = {"BUERGERBUERO_TURN_SECRET": "s3cret"}
    assert (missing(), missing(**urls), missing(**secret)) == (True, True, True)
    assert not missing(**urls, **secret)
    assert not load({**REAL, "BUERGERBUERO_PUBLIC_URL": "http://localhost:8000"}).turn_is_missing


def test_the_public_address_is_kept_without_a_slash_at_its_end():
    """Browsers send an origin without one."""
    assert load({**REAL, "BUERGERBUERO_PUBLIC_URL": "https://office.example.de/"}).public_url == (
        "https://office.example.de"
    )


# Where settings are read


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "office.toml"

    def write(text, **settings):
        path.write_text(text, encoding="utf-8")
        return load({"BUERGERBUERO_CONFIG": str(path), **settings})

    return write


def test_a_file_can_say_everything(file):
    found = file(
        """
        public_url = "https://office.example.de"
        data_dir = "/srv/office"
        workers = 3
        redis_url = "redis://127.0.0.1/0"
        turn_urls = ["turn:a.example.de", "turns:a.example.de"]
        turn_secret = "3a91d0c5b7e24f689a0d1c2b3e4f5a6b"
        trusted_proxies = ["10.0.0.0/8"]

        [county]
        name = "Kreis Muster"
        address = "Marktplatz 1"
        phone = "0123 4567"
        controller = "Kreis Muster"
        data_protection_officer = "datenschutz@muster.example"
        supervisory_authority = "Landesbeauftragte"
        imprint = "Kreis Muster"
        """
    )
    assert problems(found) == []
    assert (found.data_dir, found.workers) == (Path("/srv/office"), 3)
    assert found.turn_urls == ("turn:a.example.de", "turns:a.example.de")
    assert found.trusted_proxies == (ip_network("10.0.0.0/8"),)
    assert (found.county.name, found.turn_is_missing) == ("Kreis Muster", False)


def test_the_environment_wins_over_the_file(file):
    found = file(
        'workers = 3\nturn_urls = ["turn:file"]\n[county]\nname = "From the file"',
        BUERGERBUERO_WORKERS="5",
        BUERGERBUERO_TURN_URLS="turn:one, turn:two",
        BUERGERBUERO_COUNTY_NAME="From the environment",
    )
    assert (found.workers, found.turn_urls) == (5, ("turn:one", "turn:two"))
    assert found.county.name == "From the environment"


def test_a_secret_can_stand_in_a_file_of_its_own(tmp_path):
    secret = tmp_path / "turn"
    secret.write_text("s3cret\n")
    assert read(BUERGERBUERO_TURN_SECRET_FILE=str(secret)).turn_secret == "s3cret"


def test_usual_names_are_understood_too():
    found = read(DATABASE_URL="postgres://localhost/office", REDIS_URL="redis://localhost")
    assert (found.database_url, found.redis_url) == (
        "postgres://localhost/office",
        "redis://localhost",
    )


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (
            {"BUERGERBUERO_WORKERS": "many"},
            "BUERGERBUERO_WORKERS must be a whole number, not “many”.",
        ),
        (
            {"BUERGERBUERO_TRUSTED_PROXIES": "10.0.0.1/8"},
            "BUERGERBUERO_TRUSTED_PROXIES must list networks: 10.0.0.1/8 has host bits set.",
        ),
        (
            {"BUERGERBUERO_CONFIG": "/nowhere/office.toml"},
            "The file /nowhere/office.toml cannot be read: No such file or directory.",
        ),
        (
            {"BUERGERBUERO_SECRET_KEY_FILE": "/nowhere/key"},
            "The file /nowhere/key cannot be read: No such file or directory.",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(settings, sentence):
    with pytest.raises(ConfigError) as refusal:
        load(settings)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("text", ["name = ", "[county", "a = 1\na = 2"])
def test_a_file_that_is_no_toml_is_refused_in_a_sentence(file, text):
    with pytest.raises(ConfigError, match=r"office\.toml is not valid TOML: .+\.$"):
        file(text)


def test_a_file_that_is_no_text_is_refused_in_a_sentence(tmp_path):
    path = tmp_path / "office.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match=r"office\.toml cannot be read: .+\.$"):
        load({"BUERGERBUERO_CONFIG": str(path)})


def test_a_county_that_is_no_table_is_refused_in_a_sentence(file):
    with pytest.raises(ConfigError, match=r"\[county\]"):
        file('county = "Kreis Muster"')


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("[::1]", True),
        ("0.0.0.0", False),  # noqa: S104  # is read, not bound
        ("::", False),
        ("192.168.0.1", False),
        ("localhost.evil.tld", False),
        ("127.0.0.1.nip.io", False),
        ("", False),
    ],
)  # fmt: skip
def test_only_this_machine_is_this_machine(host, here):
    assert is_loopback(host) == here


# The key


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    found = read(BUERGERBUERO_DATA_DIR=str(tmp_path / "new" / "data"))
    key = ensure_secret_key(found.secret_key, found.data_dir)
    file = tmp_path / "new" / "data" / "secret_key"
    assert (len(key) > 64, file.stat().st_mode & 0o777) == (True, 0o600)
    assert ensure_secret_key(found.secret_key, found.data_dir) == key


def test_two_installations_have_two_keys(tmp_path):
    keys = {ensure_secret_key("", tmp_path / name) for name in ("one", "two")}
    assert len(keys) == 2


def test_a_configured_key_is_used_and_written_nowhere(tmp_path):
    found = read(BUERGERBUERO_DATA_DIR=str(tmp_path), BUERGERBUERO_SECRET_KEY="configured")
    assert ensure_secret_key(found.secret_key, found.data_dir) == "configured"
    assert list(tmp_path.iterdir()) == []


def test_a_key_that_cannot_be_read_is_not_replaced_but_said(tmp_path):
    """A new key would sign everybody out, without a word."""
    (tmp_path / "secret_key").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError) as refusal:
        ensure_secret_key("", tmp_path)
    assert str(refusal.value) == (
        f"The file {tmp_path}/secret_key cannot be read: it is not UTF-8 text."
    )
    assert (tmp_path / "secret_key").read_bytes() == b"\xff\xfe\x00"


def test_an_empty_key_signs_nothing(tmp_path):
    (tmp_path / "secret_key").touch()
    with pytest.raises(ConfigError) as refusal:
        ensure_secret_key("", tmp_path)
    assert str(refusal.value).startswith(f"The file {tmp_path}/secret_key is empty. Remove it")


def test_a_key_that_cannot_be_kept_is_not_made(tmp_path):
    (tmp_path / "data").touch()
    with pytest.raises(ConfigError) as refusal:
        ensure_secret_key("", tmp_path / "data")
    assert "secret_key cannot be" in str(refusal.value)


@pytest.mark.parametrize("way_out", ["", "http://example.org/", "javascript:alert(1)"])
def test_the_way_out_of_a_discreet_door_is_a_secure_address(way_out):
    right = load({})
    broken = replace(right, county=replace(right.county, way_out=way_out))
    assert problems(right) == []
    (sentence,) = problems(broken)
    assert sentence.endswith(f"begins with https://, not “{way_out}”.")


# Push messages


def test_push_messages_are_on_until_they_are_switched_off(file):
    assert [load(REAL | said).push for said in ({}, {"BUERGERBUERO_PUSH": "false"})] == [
        True,
        False,
    ]
    assert not file("push = false").push


def test_push_services_are_told_whom_to_ask():
    assert load(REAL).push_subject == "https://office.example.de"
    contact = {"BUERGERBUERO_COUNTY_PUSH_CONTACT": "it@office.example.de"}
    assert load(REAL | contact).push_subject == "mailto:it@office.example.de"


def test_the_push_key_is_made_once_and_kept_to_ourselves(tmp_path):
    key = ensure_push_key("", tmp_path)
    assert is_push_key(key)
    assert (tmp_path / "push_key").stat().st_mode & 0o777 == 0o600
    assert ensure_push_key("", tmp_path) == key
    assert ensure_push_key("", tmp_path / "another") != key


def test_a_configured_push_key_is_taken_and_nothing_written(tmp_path):
    key = ensure_push_key("", tmp_path / "other")
    assert ensure_push_key(key, tmp_path) == key
    assert not (tmp_path / "push_key").exists()


@pytest.mark.parametrize("text", ["", "AAAA", "A" * 43, "_" * 43, "ü" * 43, "x" * 44])
def test_what_is_no_private_key_is_none(text, tmp_path):
    """Too short, zero, beyond the curve, no base64url."""
    assert not is_push_key(text)
    (tmp_path / "push_key").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match="push_key"):
        ensure_push_key("", tmp_path)
