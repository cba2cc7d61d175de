"""Papers in the room: offered, on the table, looked at, photographed."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.papers import Papers, expect_drawn, upload
from tests.e2e.people import People
from tests.e2e.scenes import two_talk
from tests.e2e.sheets import pdf
from tests.e2e.visitor import Visitor


def offered(people: People) -> Visitor:
    """In the head of the room, before anybody has opened the panel."""
    citizen, demir = two_talk(people, "Frau Krüger")
    Papers(demir).gives(upload("Bescheid.pdf", pdf("Bescheid", "Anlage")))
    Papers(citizen).is_offered("Bescheid.pdf", "Frau Demir")
    return citizen


def on_the_table(people: People) -> Visitor:
    """One has arrived, one is offered that may be a program, and one was refused."""
    citizen = offered(people)
    demir = people.all[0]
    taken = Papers(citizen)
    taken.answers("accept")
    taken.has("Bescheid.pdf")
    Papers(demir).gives(upload("Antrag.docm", b"x" * 400_000))
    taken.is_offered("Antrag.docm", "Frau Demir")
    taken.gives(upload("Lohnzettel.jpg", b"x" * 5_000_000))
    Papers(demir).answers("refuse")
    taken.reads("Lohnzettel.jpg", "paper-not-taken", name="Frau Demir")
    return citizen


def on_the_desk(people: People) -> Visitor:
    on_the_table(people)
    return people.all[0]


def looked_at(people: People) -> Visitor:
    citizen = offered(people)
    taken = Papers(citizen)
    taken.answers("accept")
    taken.has("Bescheid.pdf")
    expect_drawn(taken.looks_at("Bescheid.pdf"))
    return citizen


def photographing(people: People) -> Visitor:
    citizen, _ = two_talk(people, "Frau Krüger")
    papers = Papers(citizen)
    papers.opens()
    papers.panel.locator("[data-photo=open]").click()
    expect(papers.photo.locator("[data-photo=take]")).to_be_visible()
    return citizen


def photographed(people: People) -> Visitor:
    citizen = photographing(people)
    papers = Papers(citizen)
    papers.photo.locator("[data-photo=take]").click()
    expect_drawn(papers.photo.locator("canvas"))
    return citizen


CITIZEN: dict[str, Callable[[People], Visitor]] = {
    "talking, a file is offered": offered,
    "talking, papers": on_the_table,
    "talking, looking at a paper": looked_at,
    "talking, photographing a paper": photographing,
    "talking, a photograph of a paper": photographed,
}
ADVISOR: dict[str, Callable[[People], Visitor]] = {"desk, papers": on_the_desk}
