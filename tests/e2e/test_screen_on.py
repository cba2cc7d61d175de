"""The screen stays on while somebody waits or talks."""

from tests.e2e.citizen import CitizenPage
from tests.e2e.people import People
from tests.e2e.scenes import somebody_waits
from tests.e2e.waiting import eventually

NOTES_LOCKS = """
  noted.locks = [];
  const lock = navigator.wakeLock.request.bind(navigator.wakeLock);
  navigator.wakeLock.request = async (kind) => {
    const got = await lock(kind);
    noted.locks.push(got);
    return got;
  };
"""


def held(citizen: CitizenPage) -> int:
    return int(citizen.page.evaluate("noted.locks.filter((lock) => !lock.released).length"))


def test_the_screen_stays_on_from_the_knock_to_the_goodbye(people: People) -> None:
    demir, ayla = people.advisor(), people.citizen()
    ayla.context.add_init_script(NOTES_LOCKS)
    ayla.knocks_at(name="Ayla")
    eventually(ayla.page, lambda: held(ayla) == 1, what="a lock while waiting")
    demir.calls_next()
    ayla.waits_until_called()
    ayla.enters()
    ayla.talks_with("Frau Demir")
    assert held(ayla) == 1
    demir.ends_talk()
    ayla.is_bid_goodbye()
    eventually(ayla.page, lambda: held(ayla) == 0, what="no lock after the talk")


def test_a_page_that_was_out_of_sight_keeps_the_screen_on_again(people: People) -> None:
    """A window without a screen is never out of sight: the lock is real, its loss and the return
    of the page are put in."""
    ayla, _ = somebody_waits(people)
    ayla.context.add_init_script(NOTES_LOCKS)
    ayla.reload()
    eventually(ayla.page, lambda: held(ayla) == 1, what="a lock while waiting")
    ayla.page.evaluate("noted.locks[0].release()")
    eventually(ayla.page, lambda: held(ayla) == 0, what="the browser has let go")
    ayla.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    eventually(ayla.page, lambda: held(ayla) == 1, what="a lock again")
