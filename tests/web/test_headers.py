"""Every answer of the real program carries the same headers, whatever went wrong."""

import re
import sqlite3

import pytest

from tests.program import OpenStream

pytestmark = pytest.mark.long

CAMERA_OFF = "camera=(), microphone=(), display-capture=(), geolocation=()"
CAMERA_ON = (
    "camera=(self), microphone=(self), display-capture=(self), speaker-selection=(self), "
    "screen-wake-lock=(self), autoplay=(self), fullscreen=(self), geolocation=()"
)
# standards.md 5.3
GOLDEN = {
    "strict-transport-security": "max-age=63072000; includeSubDomains",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": CAMERA_OFF,
}
PAGE_POLICY = (
    "default-src 'none'; script-src 'nonce-R' 'strict-dynamic'; style-src 'self'; "
    "font-src 'self'; img-src 'self' data:; media-src 'self' blob:; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; object-src 'none'"
)
BARE_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def security(answer):
    """The headers of this answer that guard it, the nonce taken out."""
    policy = re.sub(r"'nonce-[\w-]{22}'", "'nonce-R'", answer.headers["content-security-policy"])
    return {name: answer.headers.get(name) for name in GOLDEN}, policy


ANSWERS = [
    ("GET", "/", 200),
    ("GET", "/en/", 200),
    ("GET", "/departments/elterngeldstelle/", 200),
    ("GET", "/privacy/", 200),
    ("GET", "/imprint/", 200),
    ("GET", "/accessibility/", 200),
    ("GET", "/accounts/login/", 200),
    ("GET", "/health", 200),
    ("GET", "/visit/", 404),
    ("GET", "/departments/nothing/", 404),
    ("GET", "/nothing", 404),
    ("GET", "/static/nothing.js", 404),
    ("GET", "/static/../settings.py", 404),
    ("GET", "/static/%2e%2e/settings.py", 404),
    ("GET", "/%ff%fe", 404),
    ("GET", "/departments/elterngeldstelle", 301),
    ("GET", "/desk/", 302),
    ("GET", "/departments/elterngeldstelle/knock", 303),
    ("GET", "/visit/leave", 405),
    ("POST", "/", 403),
    ("PUT", "/", 405),
    ("DELETE", "/health", 405),
    ("OPTIONS", "/desk/", 405),
    ("TRACE", "/", 405),
    ("POST", "/accounts/login/", 403),
    ("POST", "/desk/call", 403),
    ("POST", "/visit/leave", 403),
    ("POST", "/departments/elterngeldstelle/knock", 403),
]


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_every_answer_made_by_a_page_carries_the_golden_headers(program, method, path, status):
    """Row 51, and 50 for the policy."""
    answer = program.ask(method, path)
    assert (answer.status, *security(answer)) == (status, GOLDEN, PAGE_POLICY)
    kept = answer.headers["cache-control"]
    assert kept in ("no-store", "max-age=0, no-cache, no-store, must-revalidate, private")
    assert "server" not in answer.headers


@pytest.mark.parametrize(
    ("path", "status"),
    [("/live/nothing", 404), ("/live/visit", 401), ("/live/desk", 401), ("/live/present", 405)],
)
def test_every_refused_stream_carries_the_golden_headers(program, path, status):
    """Row 51."""
    answer = program.get(path)
    assert (answer.status, *security(answer)) == (status, GOLDEN, BARE_POLICY)
    assert (answer.headers["cache-control"], answer.body) == ("no-store", b"")


def test_a_stream_carries_the_golden_headers(program):
    """Row 51."""
    stream = OpenStream(program, "/live/overview")
    stream.leave()
    for answer in (stream, program.get("/live/overview?once=1")):
        assert security(answer) == (GOLDEN, BARE_POLICY)
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"


def test_a_static_file_carries_the_golden_headers_and_may_be_kept(program):
    """Row 51."""
    page = program.get("/").body.decode()
    files = re.findall(r'"(/static/[^"#]+)', page)
    assert {path.rsplit(".", 1)[1] for path in files} == {"css", "js", "svg"}
    for path in files:
        answer = program.get(path)
        assert (answer.status, *security(answer)) == (200, GOLDEN, BARE_POLICY), path
        assert answer.headers["cache-control"] == "max-age=315360000, public, immutable", path
        assert "access-control-allow-origin" not in answer.headers, path


@pytest.mark.parametrize("name", ["pdf.worker.min.mjs", "openjpeg_nowasm_fallback.js"])
def test_what_reads_a_pdf_may_fetch_scripts_beside_it_and_nothing_else(program, name):
    """Row 50: the policy of a worker comes with its script. No eval, no WebAssembly, no network."""
    answer = program.get(f"/static/vendor/pdfjs/6.5.438/{name}")
    policy = f"{BARE_POLICY}; script-src 'self'"
    assert (answer.status, *security(answer)) == (200, GOLDEN, policy)
    assert answer.headers["content-type"].startswith("text/javascript")


def test_no_answer_lets_another_site_read_it(program):
    """Row 51: nothing is shared across origins."""
    for path in ("/", "/health", "/live/overview?once=1", "/accounts/login/"):
        answer = program.ask("GET", path, {"Origin": "http://evil-example.de"})
        shared = {name for name in answer.headers if name.startswith("access-control-")}
        assert shared == set(), path


def test_a_host_that_is_not_ours_is_refused_with_the_golden_headers(program):
    """Row 51."""
    for host in ("evil-example.de", "localhost.evil.tld", "localhost@evil.tld", "[::1]:x", ""):
        answer = program.get("/", Host=host)
        assert (answer.status, *security(answer)) == (400, GOLDEN, PAGE_POLICY), host


def test_the_camera_is_on_only_where_people_see_each_other(program, visitor, office, demir):
    """Row 51: Permissions-Policy."""
    from tests.people import knock  # noqa: PLC0415

    visit = visitor.holds(knock(office)).get("/visit/")
    desk = visitor.is_signed_in_as(demir).get("/desk/")
    early = program.get("/departments/elterngeldstelle/check/")
    assert (early.status, early.headers["permissions-policy"]) == (200, CAMERA_ON)
    assert "set-cookie" not in early.headers
    for page in (visit, desk):
        assert page.headers["Permissions-Policy"] == CAMERA_ON
    elsewhere = {program.get(path).headers["permissions-policy"] for _, path, _ in ANSWERS}
    assert elsewhere == {CAMERA_OFF}


def test_the_nonce_is_another_one_in_every_answer(program):
    """Row 50."""
    policies = [program.get("/").headers["content-security-policy"] for _ in range(5)]
    nonces = {re.findall(r"'nonce-([\w-]{22})'", policy)[0] for policy in policies}
    assert len(nonces) == 5


def test_the_policy_allows_nothing_unsafe(program):
    """Row 50: no unsafe-inline, no unsafe-eval, no wildcard, no foreign host."""
    words = set(re.split(r"[;\s]+", program.get("/").headers["content-security-policy"]))
    sources = {word for word in words if not re.fullmatch(r"[a-z-]+", word)}
    nonce = {word for word in sources if word.startswith("'nonce-")}
    assert sources - nonce == {"'none'", "'self'", "'strict-dynamic'", "data:", "blob:"}


def test_an_error_of_the_program_carries_the_golden_headers_and_no_details(tmp_path):
    """Row 51: 500."""
    from tests.program import Program  # noqa: PLC0415

    with Program(BUERGERBUERO_DATA_DIR=str(tmp_path)) as program:
        with sqlite3.connect(tmp_path / "buergerbuero.sqlite3") as database:
            database.execute("ALTER TABLE departments_department RENAME TO gone")
        page = program.get("/")
        assert (page.status, *security(page)) == (500, GOLDEN, PAGE_POLICY)
        assert b"Ihr Platz bleibt" in page.body
        for secret in (b"Traceback", b"departments_department", b"OperationalError", b"sqlite"):
            assert secret not in page.body
        stream = program.get("/live/department/elterngeldstelle")
        assert (stream.status, *security(stream)) == (500, GOLDEN, BARE_POLICY)
        assert stream.body == b""


def test_a_static_file_that_is_not_sent_carries_the_golden_headers_too(program):
    """Row 51: refused methods, ranges that do not exist, and what the browser already has."""
    [path] = re.findall(r'"(/static/css/base[^"]+)', program.get("/").body.decode())
    tag = program.get(path).headers["last-modified"]
    answers = {
        405: program.ask("POST", path),
        416: program.get(path, Range="bytes=9999999-"),
        304: program.ask("GET", path, {"If-Modified-Since": tag}),
    }
    for status, answer in answers.items():
        assert (answer.status, *security(answer)) == (status, GOLDEN, BARE_POLICY)
        assert answer.body == b""
