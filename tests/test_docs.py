"""The documents say what the program does."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields, replace
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.conf import settings

from buergerbuero import config
from buergerbuero.citizen import guest
from buergerbuero.cli import main
from buergerbuero.consultations.models import ParticipantRole
from buergerbuero.consultations.seats import SEATS_ON_DESKTOPS
from buergerbuero.visits import access

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
DEPLOY = ROOT / "deploy"
OPERATIONS = ROOT / "docs/operations.md"
RECORDS = ROOT / "docs/privacy/records.md"
REGISTRIES = tuple(
    f"{name}." for name in ("pypi", "pythonhosted", "npmjs", "unpkg", "jsdelivr", "docker")
)


# Settings, models, cookies


def test_every_setting_is_explained_and_no_other() -> None:
    names = {f.name for f in fields(config.Config)} - {"example", "county"}
    names |= {f"county_{f.name}" for f in fields(config.County)} | {"config"}
    explained = re.findall(r"^\| `BUERGERBUERO_(\w+)`", OPERATIONS.read_text(), re.MULTILINE)
    assert sorted(explained) == sorted(name.upper() for name in names)


def test_every_model_is_recorded_and_no_other() -> None:
    labels = ("accounts", "departments", "visits", "consultations", "push")
    models = {
        model.__name__ for label in labels for model in apps.get_app_config(label).get_models()
    }
    assert set(first_column(RECORDS, "Tables")) == models | {"Session"}


def test_every_cookie_is_recorded_and_no_other() -> None:
    cookies = [access.COOKIE, guest.COOKIE, settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_NAME]
    assert sorted(first_column(RECORDS, "Cookies")) == sorted(cookies)


def first_column(document: Path, section: str) -> list[str]:
    text = document.read_text().partition(f"## {section}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([\w-]+)`", text, re.MULTILINE)


PEOPLE_OF_A_TALK = {
    ParticipantRole.ADVISOR: "the advisor's side of a talk",
    ParticipantRole.CITIZEN: "the citizen's side of a talk",
    ParticipantRole.COLLEAGUE: "a colleague",
    ParticipantRole.COMPANION: "companion",
    ParticipantRole.INTERPRETER: "(companion, interpreter,",
    ParticipantRole.SIGN: "sign-language interpreter",
}


def test_of_everybody_in_a_talk_it_is_said_what_they_learn() -> None:
    rows = re.findall(
        r"^\| ([^|]+) \|", (ROOT / "docs/privacy/README.md").read_text(), re.MULTILINE
    )
    assert PEOPLE_OF_A_TALK.keys() == set(ParticipantRole)
    missing = [who for who in PEOPLE_OF_A_TALK.values() if not any(who in row for row in rows)]
    assert missing == []


UNPROVEN = ("Safari", "iOS", "Android", "Edge")


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("README.md", "## Was noch fehlt"),
        ("README.md", "**Not yet:**"),
        ("CHANGELOG.md", "### Known gaps"),
    ],
)
def test_where_no_test_has_been_is_said(name: str, begins: str) -> None:
    """Row 58."""
    part = (ROOT / name).read_text().partition(begins)[2].partition("\n## ")[0]
    assert [one for one in (*UNPROVEN, "WebRTC", "Firefox") if one not in part] == []


# Links and commands


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)", document.read_text())
    local = [target.partition("#")[0] for target in targets if "://" not in target]
    assert [target for target in local if target and not (document.parent / target).exists()] == []


def test_every_decision_is_listed() -> None:
    records = {path.name for path in (ROOT / "docs/adr").glob("0*.md")}
    listed = re.findall(r"\((0\d{3}-[\w-]+\.md)\)", (ROOT / "docs/adr/README.md").read_text())
    assert sorted(listed) == sorted(records)


def test_the_scripts_that_documents_name_exist() -> None:
    named = {
        name for text in texts() for name in re.findall(r"(?<!venv/)\b(?:bin|tools)/[\w.]*\w", text)
    }
    assert {name for name in named if not (ROOT / name).is_file()} == set()


def test_every_command_for_developers_is_explained() -> None:
    commands = {path.name for path in (ROOT / "bin").iterdir()} - {"lib.sh"}
    explained = re.findall(r"^\| `bin/(\w+)`", (ROOT / "CONTRIBUTING.md").read_text(), re.MULTILINE)
    assert set(explained) == commands


def test_operations_names_the_commands_that_exist(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    commands = set(re.findall(r"^    ([a-z-]+)", capsys.readouterr().out, re.MULTILINE))
    code = " ; ".join(re.findall(r"```.*?```|`[^`\n]+`", OPERATIONS.read_text(), re.DOTALL))
    named = set(re.findall(r"(?<!-u )(?<!opt/)\b(?:buergerbuero|office) ([a-z][a-z-]+)", code))
    assert named == commands


def test_no_document_names_a_registry() -> None:
    assert [name for text in texts() for name in REGISTRIES if name in text] == []


def texts() -> Iterator[str]:
    for path in [*DOCUMENTS, *files_to_deploy()]:
        yield path.read_text()


def files_to_deploy() -> list[Path]:
    return sorted(path for path in DEPLOY.rglob("*") if path.is_file())


# Files to deploy


def read(name: str) -> str:
    return (DEPLOY / name).read_text()


def example() -> config.Config:
    return config.load({"BUERGERBUERO_CONFIG": str(DEPLOY / "buergerbuero.toml")})


def coturn(option: str) -> list[str]:
    return re.findall(rf"^{option}=(.+)$", read("coturn/turnserver.conf"), re.MULTILINE)


def test_the_example_file_is_a_complete_installation_but_for_its_secret() -> None:
    """Row 47: what everybody can read here starts nowhere."""
    [problem] = config.problems(example())
    assert problem.startswith("BUERGERBUERO_TURN_SECRET can be guessed")
    assert config.problems(replace(example(), turn_secret="x" * 32)) == []
    assert not example().turn_is_missing


def test_the_example_file_has_no_unknown_setting() -> None:
    values = tomllib.loads(read("buergerbuero.toml"))
    known = {f.name for f in fields(config.Config)}
    assert values.keys() <= known
    assert values["county"].keys() == {f.name for f in fields(config.County)}


def test_all_files_speak_of_one_port_and_one_host() -> None:
    [port] = re.findall(r"run --port (\d+)", read("buergerbuero.service"))
    host = urlsplit(example().public_url).hostname
    for name in ("Caddyfile", "nginx.conf"):
        assert set(re.findall(r"127\.0\.0\.1:(\d+)", read(name))) == {port}
        assert f"{host}" in read(name)
    assert f"127.0.0.1:{port}" in OPERATIONS.read_text()


def test_all_files_speak_of_the_same_places() -> None:
    file, data = "/etc/buergerbuero/buergerbuero.toml", str(example().data_dir)
    for text in (read("buergerbuero.toml"), read("buergerbuero.service"), OPERATIONS.read_text()):
        assert file in text
    assert f"StateDirectory={Path(data).name}\n" in read("buergerbuero.service")
    assert data in OPERATIONS.read_text()


def test_the_web_servers_tell_who_connects_and_hold_no_message_back() -> None:
    assert "header_up X-Forwarded-For {remote_host}" in read("Caddyfile")
    assert "flush_interval -1" in read("Caddyfile")
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in read("nginx.conf")
    assert "proxy_buffering off;" in read("nginx.conf").partition("location /live/")[2]
    assert ip_address("127.0.0.1") in example().trusted_proxies[0]


def test_coturn_is_the_one_that_the_example_names() -> None:
    assert coturn("static-auth-secret") == [example().turn_secret]
    ports = {*coturn("listening-port"), *coturn("tls-listening-port")}
    addresses = [re.split(r"[:?]", url)[1:3] for url in example().turn_urls]
    assert {host for host, _ in addresses} == set(coturn("realm"))
    assert {port for _, port in addresses} == ports


def test_the_ports_of_relays_are_the_same_everywhere() -> None:
    [first], [last] = coturn("min-port"), coturn("max-port")
    assert f"udp dport != {first}-{last} drop" in read("coturn/egress.nft")
    assert f"{first}–{last} UDP" in OPERATIONS.read_text()


def test_a_page_opens_at_the_relay_what_it_needs() -> None:
    """One address for each other person and each of the URLs; twice by IPv4 and IPv6, and twice
    while an ICE restart looks for a new way. All of a page bear one name, as coturn counts."""
    [quota] = coturn("user-quota")
    assert int(quota) >= (SEATS_ON_DESKTOPS - 1) * len(example().turn_urls) * 2 * 2


def test_the_relay_promises_as_many_addresses_as_it_has_ports() -> None:
    [first], [last] = coturn("min-port"), coturn("max-port")
    ports = int(last) - int(first) + 1
    assert coturn("total-quota") == [str(ports)]
    assert f"{ports} ports" in OPERATIONS.read_text()


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.1", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.31.0.1"),
        *("192.168.1.1", "224.0.0.1", "255.255.255.255", "::1", "::ffff:127.0.0.1", "fd00::1"),
        *("64:ff9b::7f00:1", "2002:7f00:1::", "fe80::1", "ff02::1"),
    ],
)
def test_coturn_relays_to_no_internal(address: str) -> None:
    asked = ip_address(address)
    ranges = [
        (ip_address(first), ip_address(last or first))
        for first, _, last in (line.partition("-") for line in coturn("denied-peer-ip"))
    ]
    same = [pair for pair in ranges if pair[0].version == asked.version]
    assert any(int(first) <= int(asked) <= int(last) for first, last in same)


def test_coturn_still_relays() -> None:
    """A range from :: on is taken for every address, IPv4 too."""
    assert [line for line in coturn("denied-peer-ip") if re.match(r"::(-|$)", line)] == []
