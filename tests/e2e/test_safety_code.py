"""The number two people compare: from the keys of their own browsers, whatever the server says."""

from playwright.sync_api import Locator, expect

from tests.e2e import axe, media
from tests.e2e.company import colleague_comes
from tests.e2e.middle import Middle
from tests.e2e.people import People
from tests.e2e.scenes import two_talk
from tests.e2e.visitor import Visitor
from tests.e2e.waiting import eventually

PHONE_OF_THE_OFFICE = "tel:01234 567-330"
# Somebody on the way swallows what is said about the number, and nothing else.
SWALLOWS = """() => {
  const send = RTCDataChannel.prototype.send;
  RTCDataChannel.prototype.send = function (data) {
    if (this.label !== "code") send.call(this, data);
  };
}"""


class Comparison:
    """The panel *Sicherheit*."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.root = visitor.page.locator("[data-side-panel=code]")

    def opens(self) -> None:
        """By way of the panel that says how the connection is."""
        page = self.visitor.page
        more = page.locator(".callbar [data-side=more]")
        if more.is_visible():
            more.press("Enter")
            page.locator("[data-side-panel=more] [data-side=code]").press("Enter")
        else:
            page.locator(".room__connection").press("Enter")
            page.locator("[data-side-panel=connection] [data-side=code]").press("Enter")
        expect(self.root.locator("[data-side-title]")).to_be_focused()

    @property
    def number(self) -> str:
        expect(self.shown).to_be_visible()
        return self.shown.inner_text().replace(" ", "")

    @property
    def shown(self) -> Locator:
        return self.root.locator("[data-code-shown]")

    def says(self, what: str) -> Locator:
        return self.root.locator(f"[data-code-{what}]")

    def answers(self, answer: str) -> None:
        self.root.locator(f"[data-code-answer={answer}]").press("Enter")
        expect(self.says(answer)).to_be_visible()
        expect(self.root.locator("[data-side-title]")).to_be_focused()


def secrecy(visitor: Visitor) -> Locator:
    """What the panel says now of who can see and hear."""
    return visitor.page.locator("[data-side-panel=connection] [data-secrecy]:not([hidden])")


def is_said(visitor: Visitor, what: str) -> None:
    expect(secrecy(visitor)).to_have_attribute("data-secrecy", what)


def test_both_read_the_same_number_and_say_so(people: People) -> None:
    """Rows 17, 18, 37 and 38: optional, by keyboard, on a phone and at the desk."""
    talk = two_talk(people)
    both = [Comparison(visitor) for visitor in talk]
    for one in both:
        is_said(one.visitor, "encrypted")
        one.opens()
    assert both[0].number == both[1].number
    assert len(both[0].number) == 6
    spoken = both[0].root.locator("[data-code-spoken]")
    expect(spoken).to_have_text(" ".join(both[0].number))
    for one in both:
        axe.expect_accessible(one.visitor.page, "comparing the number")
        one.answers("same")
        is_said(one.visitor, "confirmed")
        expect(one.says("question")).to_be_hidden()
    media.expect_picture_and_sound(*(visitor.page for visitor in talk))


def test_a_new_connection_has_a_new_number_and_says_so(people: People) -> None:
    """Rows 37 and 38: what was confirmed before is not any more."""
    ayla, demir = two_talk(people)
    comparison = Comparison(demir)
    comparison.opens()
    before = comparison.number
    comparison.answers("same")
    is_said(demir, "confirmed")
    ayla.reload()
    expect(comparison.says("renewed")).to_be_visible()
    after = comparison.number
    assert after != before
    is_said(demir, "encrypted")
    expect(demir.page.locator("[data-connection-news]")).to_have_text(
        comparison.says("renewed").inner_text()
    )
    again = Comparison(ayla)
    again.opens()
    assert again.number == after


def test_whoever_leaves_takes_no_focus_along(people: People) -> None:
    """Row 19: the number compared with them is gone, and the panel is still there."""
    ayla, _, brandt = colleague_comes(people)
    code = Comparison(ayla)
    code.opens()
    theirs = code.root.locator("[data-code-of]").filter(has_text="Herr Brandt")
    theirs.locator("[data-code-answer=same]").focus()
    brandt.press("room/leave")
    brandt.confirm()
    expect(theirs).to_have_count(0)
    expect(code.root.locator("[data-side-title]")).to_be_focused()


def test_somebody_in_the_middle_shows(people: People) -> None:
    """Rows 32 and 37: picture and sound are as ever, and everything looks well but the number."""
    demir, ayla = people.advisor(), people.citizen()
    middle = Middle(people.browser.new_context(), people.office)
    middle.sits_before(demir.context, "offers")
    middle.sits_before(ayla.context, "answers")
    ayla.knocks_at(name="Ayla")
    demir.calls_next()
    ayla.waits_until_called()
    ayla.enters()
    ayla.talks_with("Frau Demir")
    demir.talks_with("Ayla")
    media.expect_picture_and_sound(ayla.page, demir.page)
    assert media.certificates(ayla.page)[1] != media.certificates(demir.page)[0]
    both = [Comparison(visitor) for visitor in (ayla, demir)]
    for one in both:
        is_said(one.visitor, "encrypted")
        one.opens()
    assert [one.number for one in both] == [middle.number("answers"), middle.number("offers")]
    assert both[0].number != both[1].number
    both[0].answers("different")
    expect(both[0].root.locator("a")).to_have_attribute("href", PHONE_OF_THE_OFFICE)
    is_said(ayla, "different")
    # On the smallest phone too, where the head says nothing else of the connection.
    expect(ayla.page.locator(".room__connection [data-secrecy=different]")).to_be_visible()
    axe.expect_accessible(ayla.page, "the number was different")
    middle.page.context.close()


def test_somebody_who_steps_between_later_is_refused(people: People) -> None:
    """Rows 32 and 37: with another key for a new way through the network nobody gets the talk that
    was confirmed. Both pages begin anew, and say so."""
    ayla, demir = two_talk(people)
    both = [Comparison(visitor) for visitor in (ayla, demir)]
    for one in both:
        one.opens()
    before = both[0].number
    for one in both:
        one.answers("same")
        is_said(one.visitor, "confirmed")
    middle = Middle(people.browser.new_context(), people.office)
    middle.sits_before(demir.context, "offers")
    middle.sits_before(ayla.context, "answers")
    ayla.page.evaluate("dispatchEvent(new Event('online'))")
    for one in both:
        expect(one.says("renewed")).to_be_visible()
        is_said(one.visitor, "encrypted")
    assert both[0].number == both[1].number != before
    media.expect_picture_and_sound(ayla.page, demir.page)
    assert media.certificates(ayla.page) == media.certificates(demir.page)[::-1]
    middle.page.context.close()


def test_without_a_number_the_talk_goes_on(people: People) -> None:
    """Row 37: silence is said after ten seconds, and nobody is kept from talking."""
    demir, ayla = people.advisor(), people.citizen()
    ayla.context.add_init_script(f"({SWALLOWS})()")
    ayla.knocks_at(name="Ayla")
    demir.calls_next()
    ayla.waits_until_called()
    ayla.enters()
    demir.talks_with("Ayla")
    comparison = Comparison(demir)
    comparison.opens()
    expect(comparison.says("waiting")).to_be_visible()
    expect(comparison.says("late")).to_be_visible()
    expect(comparison.says("question")).to_be_hidden()
    is_said(demir, "encrypted")
    media.expect_picture_and_sound(ayla.page, demir.page)


def test_the_number_is_there_before_anybody_asks(people: People) -> None:
    """Nobody waits for it: the panel shows it at once."""
    ayla, _ = two_talk(people)
    hidden = ayla.page.locator("[data-code-shown]")
    eventually(ayla.page, lambda: len(hidden.text_content() or "") == 7, what="a number")
