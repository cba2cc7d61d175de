"""Row 54 in part: how advisors sign in. A second factor and single sign-on come later."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import identify_hasher
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone

from buergerbuero import settings as configured
from buergerbuero.accounts.models import User
from tests import html
from tests.browser import Browser
from tests.people import PASSWORD, make_advisor

LOGIN = "/accounts/login/"
WRONG = "Benutzername oder Passwort stimmt nicht."
LOCKED = "Das waren zu viele Versuche. Bitte warten Sie fünf Minuten."


@pytest.fixture(autouse=True)
def ready(quick_passwords):
    """Nobody has failed yet."""
    cache.clear()
    yield
    cache.clear()


def sign_in(browser, username="demir", password=PASSWORD, **fields):
    return browser.post(LOGIN, {"login": username, "password": password, **fields})


def refusal(response):
    """What the form says."""
    assert response.status_code == 200
    return html.read(response.content).one("p", role="alert").text


def is_in(browser):
    return browser.get("/desk/").status_code == 200


# The way in


def test_with_the_right_password_one_comes_to_the_desk(visitor, demir):
    answer = sign_in(visitor)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/")
    assert visitor.page("/desk/").one("header").one("summary").text == "Frau Demir"


def test_one_comes_back_to_the_page_one_was_sent_away_from(visitor, demir):
    sent = visitor.get("/en/desk/")
    assert sent.headers["Location"] == "/en/accounts/login/?next=/en/desk/"
    form = visitor.page(sent.headers["Location"]).one("form")
    assert form.one("input", name="next")["value"] == "/en/desk/"
    answer = sign_in(visitor, next="/en/desk/")
    assert answer.headers["Location"] == "/en/desk/"


@pytest.mark.parametrize(
    "where",
    [
        "https://evil-example.de/",
        "//evil-example.de/",
        "http:evil-example.de",
        "/\\evil-example.de",
        "javascript:alert(1)",
        "https://testserver.evil.tld/desk/",
    ],
)
def test_signing_in_leads_to_no_other_site(visitor, demir, where):
    assert sign_in(visitor, next=where).headers["Location"] == "/desk/"


def test_a_citizen_is_told_that_no_account_is_needed(visitor, db):
    page = visitor.page(LOGIN)
    assert "Bürgerinnen und Bürger brauchen kein Konto." in page.one("main").text


def test_the_form_helps_password_managers(visitor, db):
    form = visitor.page(LOGIN).one("main").one("form")
    assert form.one("input", name="login")["autocomplete"] == "username"
    password = form.one("input", name="password")
    assert (password["type"], password["autocomplete"]) == ("password", "current-password")


def test_nobody_signs_up(visitor, db):
    fields = {"username": "eve", "password1": PASSWORD, "password2": PASSWORD}
    answer = visitor.post("/accounts/signup/", fields)
    assert answer.status_code in (200, 403)
    assert User.objects.count() == 0


# Who is refused


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("demir", "wrong"),
        ("nobody", PASSWORD),
        ("demir", PASSWORD.upper()),
        ("demir", PASSWORD + " x"),
    ],
)
def test_a_wrong_name_and_a_wrong_password_sound_the_same(visitor, demir, username, password):
    answer = sign_in(visitor, username, password)
    assert refusal(answer) == WRONG
    assert not is_in(visitor)
    shown = html.read(answer.content).one("main").one("form")
    assert (
        shown.one("input", name="login")["value"],
        "value" in shown.one("input", name="password"),
    ) == (
        username,
        False,
    )


@pytest.mark.parametrize(("username", "password"), [("", ""), ("demir", ""), ("", PASSWORD)])
def test_an_empty_form_signs_nobody_in(visitor, demir, username, password):
    assert sign_in(visitor, username, password).status_code == 200
    assert not is_in(visitor)


def test_somebody_disabled_does_not_come_in(visitor, demir):
    User.objects.update(is_active=False)
    sign_in(visitor)
    assert not is_in(visitor)


def test_after_five_failures_even_the_right_password_waits(visitor, demir):
    """Row 54: lock-out."""
    for _ in range(5):
        assert refusal(sign_in(visitor, password="wrong")) == WRONG
    assert refusal(sign_in(visitor)) == LOCKED
    assert not is_in(visitor)


def test_the_lock_holds_from_any_address_and_for_nobody_else(visitor, other_visitor, demir, okafor):
    """Row 54: who guesses from many addresses is held too; a colleague is not."""
    for number in range(5):
        sign_in(Browser(address=f"198.51.100.{number}"), password="wrong")
    assert refusal(sign_in(other_visitor)) == LOCKED
    assert sign_in(visitor, "okafor").status_code == 302


def test_after_five_minutes_one_may_try_again(visitor, demir):
    """Row 54."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(5):
            sign_in(visitor, password="wrong")
        clock.shift(timedelta(minutes=4, seconds=59))
        assert refusal(sign_in(visitor)) == LOCKED
        clock.shift(timedelta(minutes=5, seconds=1))
        assert sign_in(visitor).status_code == 302


def test_one_address_that_guesses_names_is_held(visitor, demir):
    """Row 54: many names, one address."""
    for number in range(30):
        sign_in(visitor, f"somebody{number}", "wrong")
    assert refusal(sign_in(visitor)) == LOCKED


def test_a_spoofed_address_does_not_help_who_guesses(visitor, demir):
    for number in range(30):
        spoofed = {"X-Forwarded-For": f"203.0.113.{number}", "X-Real-Ip": f"203.0.113.{number}"}
        fields = {"login": f"somebody{number}", "password": "wrong"}
        visitor.post(LOGIN, fields, headers=spoofed)
    assert refusal(sign_in(visitor)) == LOCKED


# The session


def test_the_session_is_another_one_after_the_sign_in(visitor, demir):
    """Row 54: rotation on login, so nobody knows the key beforehand."""
    fixed = visitor.session
    fixed["planted"] = True
    fixed.save()
    visitor.cookies["__Host-session"] = planted = fixed.session_key
    sign_in(visitor)
    key = visitor.cookies["__Host-session"].value
    assert key != planted
    assert not Session.objects.filter(session_key=planted).exists()
    assert is_in(visitor)
    assert not is_in(with_session(planted))


def with_session(key):
    browser = Browser()
    browser.cookies["__Host-session"] = key
    return browser


def test_the_token_of_the_forms_is_another_one_after_the_sign_in(visitor, demir):
    visitor.get(LOGIN)
    before = visitor.cookies["__Host-csrf"].value
    sign_in(visitor)
    assert visitor.cookies["__Host-csrf"].value != before


def test_the_session_cookie_is_guarded(visitor, demir):
    """Row 3: __Host-, Secure, HttpOnly, SameSite; it ends with the browser."""
    cookie = sign_in(visitor).cookies["__Host-session"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    assert (cookie["path"], cookie["domain"], cookie["max-age"]) == ("/", "", "")
    assert len(cookie.value) == 32


def test_a_session_ends_after_a_working_day(visitor, demir):
    """Row 54: timeouts."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(visitor)
        clock.shift(timedelta(hours=11, minutes=59))
        assert is_in(visitor)
        clock.shift(timedelta(minutes=2))
        assert not is_in(visitor)


def test_who_signs_out_is_out_with_every_copy_of_the_cookie(visitor, demir):
    """Row 48."""
    sign_in(visitor)
    key = visitor.cookies["__Host-session"].value
    copy = with_session(key)
    assert is_in(copy)
    answer = visitor.post("/accounts/logout/")
    assert (answer.status_code, answer.headers["Location"]) == (302, LOGIN)
    assert (is_in(visitor), is_in(copy)) == (False, False)
    assert not Session.objects.filter(session_key=key).exists()


def test_looking_at_the_sign_out_page_signs_nobody_out(visitor, demir):
    """Row 52."""
    sign_in(visitor)
    visitor.get("/accounts/logout/")
    assert is_in(visitor)


def test_a_new_password_ends_every_other_session(visitor, other_visitor, demir):
    sign_in(visitor)
    sign_in(other_visitor)
    new = "zwoelf-gruene-fenster"
    fields = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert visitor.post("/accounts/password/change/", fields).status_code == 302
    assert (is_in(visitor), is_in(other_visitor)) == (True, False)
    demir.refresh_from_db()
    assert (demir.check_password(new), demir.check_password(PASSWORD)) == (True, False)


def test_the_old_password_is_needed_for_a_new_one(visitor, demir):
    sign_in(visitor)
    new = "zwoelf-gruene-fenster"
    fields = {"oldpassword": "wrong", "password1": new, "password2": new}
    assert visitor.post("/accounts/password/change/", fields).status_code == 200
    demir.refresh_from_db()
    assert demir.check_password(PASSWORD)


# Passwords


def test_passwords_are_kept_as_argon2_with_a_salt_of_their_own(db, settings):
    """Row 54: Argon2, as the program is configured."""
    settings.PASSWORD_HASHERS = configured.PASSWORD_HASHERS
    demir, okafor = make_advisor("demir", "Frau Demir"), make_advisor("okafor", "Frau Okafor")
    assert identify_hasher(demir.password).algorithm == "argon2"
    assert demir.password.startswith("argon2$argon2id$")
    assert demir.password != okafor.password


@pytest.mark.parametrize(
    "password",
    [
        "kurz",
        "elf-zeichen",
        "password1234",
        "qwertyuiop123",
        "demir.fatma.1",
    ],
)
def test_a_password_that_others_would_guess_is_refused(password):
    """Row 54: length and the list of common ones; no rules about kinds of characters."""
    user = User(username="demir.fatma.1", name="Frau Demir")
    with pytest.raises(ValidationError):
        validate_password(password, user)


@pytest.mark.parametrize(
    "password", ["sieben blaue türen", "aaaabbbbccccd", "x" * 128, "пароль-из-слов", "🔑" * 12]
)
def test_a_long_password_of_any_characters_is_welcome(password):
    """Row 54: no composition rules."""
    validate_password(password, User(username="demir", name="Frau Demir"))


def test_no_answer_of_the_sign_in_may_be_kept(visitor, demir):
    for answer in (visitor.get(LOGIN), sign_in(visitor, password="wrong"), sign_in(visitor)):
        assert "no-store" in answer.headers["Cache-Control"]
