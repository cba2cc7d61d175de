"""How the pictures stand: several people, one large; a line too weak for them."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.people import People
from tests.e2e.scenes import two_talk
from tests.e2e.seats import Seats
from tests.e2e.visitor import Visitor

# What the browser tells of a line on which every second packet gets lost. A real one stands in
# tests/e2e/test_weak_line.py.
LOSES = """() => {
  for (const connection of noted.connections) {
    const read = connection.getStats.bind(connection);
    const lost = { id: "lost", type: "remote-inbound-rtp", kind: "video", fractionLost: 0.5 };
    connection.getStats = async () =>
      new Map([...(await read()), ["lost", { ...lost, timestamp: Date.now() }]]);
  }
}"""


def sound_first(people: People) -> Visitor:
    visitor, _ = two_talk(people, "Frau Krüger")
    visitor.page.evaluate(LOSES)
    expect(visitor.page.locator("[data-room-weak]")).to_be_visible(timeout=90_000)
    return visitor


def with_more(more: int, people: People) -> tuple[Visitor, Seats]:
    citizen, demir = two_talk(people, "Frau Krüger")
    room = Seats(demir, citizen)
    room.are_taken_by(more)
    return demir, room


def one_of_five_large(people: People) -> Visitor:
    visitor, room = with_more(3, people)
    room.tile("Frau Krüger").locator("[data-control=pin]").press("Enter")
    room.is_large(room.tile("Frau Krüger"))
    return visitor


CITIZEN: dict[str, Callable[[People], Visitor]] = {"talking, sound first": sound_first}
ADVISOR: dict[str, Callable[[People], Visitor]] = {
    "desk, three talk": lambda people: with_more(1, people)[0],
    "desk, six talk": lambda people: with_more(4, people)[0],
    "desk, five talk, one large": one_of_five_large,
}
