"""Who waits is told when one is ahead and when the turn has come: once each, and neutrally."""

from datetime import timedelta

import pytest
from django.db.models import Q
from django.test import TestCase
from django.utils import timezone

from buergerbuero.accounts.models import User
from buergerbuero.departments.models import Department
from buergerbuero.push import citizens
from buergerbuero.push.models import VisitSubscription
from buergerbuero.push.subscribing import read_browser
from buergerbuero.visits import access, actions, clock, returning
from buergerbuero.visits.models import Visit
from buergerbuero.visits.moves import Conflict
from buergerbuero.visits.rules import Absence, Reason
from tests.people import knock
from tests.push.post import Post, said
from tests.push.receiver import BrowserKeys

NEARLY = "Sie sind gleich dran. Bitte öffnen Sie die Seite."
CALLED = "Sie sind dran. Bitte treten Sie ein."
ENDS = "Sind Sie noch da? Bitte öffnen Sie die Seite. Sonst endet Ihr Besuch um"


def wants_to_be_told(visit: Visit, language: str = "de") -> Visit:
    citizens.subscribe(visit, read_browser(BrowserKeys().form(), language))
    return visit


def told(post: Post) -> list[str]:
    """What a round of the clock posts, once it has committed."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        citizens.tell()
    return post.texts()


@pytest.fixture
def line(office: Department) -> list[Visit]:
    """Ayla, Boris and Chen wait; all three want to be told."""
    return [wants_to_be_told(knock(office, name)) for name in ("Ayla", "Boris", "Chen")]


def test_who_comes_to_stand_second_is_told_once(post: Post, line: list[Visit]) -> None:
    assert told(post) == []
    actions.leave(line[0])
    assert told(post) == [NEARLY]
    assert told(post) == []
    actions.leave(line[1])
    assert told(post) == [], "nobody is ahead: that is no second piece of news"


def test_who_is_near_when_asking_to_be_told_sees_it_on_the_page(
    post: Post, line: list[Visit]
) -> None:
    assert told(post) == []
    flags = VisitSubscription.objects.order_by("visit__since").values_list("knew_nearly", flat=True)
    assert list(flags) == [True, True, False]


def test_each_call_is_told_once(post: Post, line: list[Visit], demir: User) -> None:
    ayla = actions.call(line[0], demir)
    assert sorted(told(post)) == sorted([CALLED, NEARLY])
    assert told(post) == []
    actions.more_time(ayla)
    assert told(post) == []
    actions.take_back(ayla, demir)
    assert told(post) == []
    actions.call(ayla, demir)
    assert told(post) == [CALLED]


def test_a_page_that_sleeps_for_long_is_told_before_its_visit_ends(
    post: Post, line: list[Visit]
) -> None:
    """Once for each sleep; nobody who waits is dropped without a word."""
    chen = Visit.objects.filter(pk=line[2].pk)
    now = timezone.localtime()
    chen.update(since=now - timedelta(hours=1), seen_at=now - timedelta(minutes=24))
    assert ENDS not in told(post)
    chen.update(seen_at=now - timedelta(minutes=26))
    ends_at = now + timedelta(minutes=4)
    assert told(post) == [f"{ENDS} {ends_at.hour}:{ends_at:%M} Uhr."]
    assert told(post) == []
    chen.update(seen_at=now - timedelta(minutes=25, seconds=30))
    assert len(told(post)) == 1


def test_a_pause_is_no_sleep(post: Post, line: list[Visit]) -> None:
    now = timezone.now()
    Visit.objects.filter(pk=line[2].pk).update(
        seen_at=now - timedelta(minutes=29),
        absence=Absence.PAUSE,
        absent_until=now - timedelta(minutes=14),
    )
    VisitSubscription.objects.update(told_nearly=True)
    assert told(post) == []


def test_who_steps_in_at_once_is_left_in_peace(post: Post, line: list[Visit], demir: User) -> None:
    actions.enter(actions.call(line[1], demir, reason=Reason.URGENT))
    assert told(post) == [NEARLY]  # Chen


def test_who_took_a_pause_is_left_in_peace_until_it_is_over(post: Post, line: list[Visit]) -> None:
    actions.pause(line[2], timedelta(minutes=5))
    actions.leave(line[0])
    assert told(post) == []
    Visit.objects.filter(pk=line[2].pk).update(absent_until=timezone.now())
    assert told(post) == [NEARLY]


def test_whose_page_sleeps_is_told(post: Post, line: list[Visit]) -> None:
    """It is for them that messages exist: a phone in a pocket gives no sign of life."""
    Visit.objects.filter(pk=line[2].pk).update(absence="unseen")
    actions.leave(line[0])
    assert told(post) == [NEARLY]


def test_who_knew_it_and_put_the_phone_away_is_told(post: Post, line: list[Visit]) -> None:
    """Else they would be passed over without a word."""
    Visit.objects.filter(pk=line[0].pk).update(absence="unseen")
    assert told(post) == [NEARLY]
    assert told(post) == []


def test_nobody_who_did_not_ask_is_told(post: Post, office: Department, demir: User) -> None:
    ayla, _, _ = (knock(office, name) for name in ("Ayla", "Boris", "Chen"))
    actions.call(ayla, demir)
    assert told(post) == []


def test_two_processes_tell_once(post: Post, line: list[Visit], demir: User) -> None:
    """Both have read the row before either has told."""
    actions.call(line[0], demir)
    first, second = citizens._called(), citizens._called()
    claims = [
        citizens._claim(one, Q(told_call=None), told_call=one.visit.called_at)
        for one in (*first, *second)
    ]
    assert claims == [True, False]


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_message_names_nobody_and_leads_to_the_page_in_its_language(
    post: Post, office: Department, demir: User, language: str
) -> None:
    """Also none of a discreet department: the texts are the same everywhere."""
    visit = wants_to_be_told(knock(office, "Ayla Yilmaz"), language)
    actions.call(visit, demir)
    with TestCase.captureOnCommitCallbacks(execute=True):
        citizens.tell()
    [letter] = post.letters
    assert said(letter) == {
        "title": "Virtuelles Bürgerbüro",
        "body": {"de": CALLED, "en": "It is your turn. Please step in."}[language],
        "tag": "turn",
        "page": {"de": "/visit/", "en": "/en/visit/"}[language],
        "lang": language,
    }
    assert (letter.topic, letter.seconds) == ("turn", 120)


def test_nothing_is_posted_when_nothing_is_committed(
    post: Post, line: list[Visit], demir: User
) -> None:
    actions.call(line[0], demir)
    with TestCase.captureOnCommitCallbacks(execute=False):
        citizens.tell()
    assert post.letters == []


# Erased


def left() -> int:
    citizens.tell()
    return VisitSubscription.objects.count()


def test_the_subscription_goes_with_the_visit(
    line: list[Visit], demir: User, office: Department
) -> None:
    assert left() == 3
    actions.leave(line[0])
    assert left() == 2
    actions.dismiss(line[1], demir, "Bitte kommen Sie vorbei.")
    assert left() == 1
    actions.enter(actions.call(line[2], demir, reason=Reason.URGENT))
    assert left() == 1
    actions.end(line[2], demir)
    assert left() == 0


def test_the_subscription_goes_with_a_visit_that_expires(line: list[Visit]) -> None:
    long_ago = timezone.now() - timedelta(hours=1)
    Visit.objects.update(seen_at=long_ago, since=long_ago)
    clock.expire()
    assert left() == 0


def test_the_first_device_is_forgotten_when_the_visit_goes_on_at_another(
    post: Post, line: list[Visit], demir: User
) -> None:
    returning.take_code(returning.make_code(line[0]), source="elsewhere")
    actions.call(line[0], demir)
    assert CALLED not in told(post)
    assert not VisitSubscription.objects.filter(visit=line[0]).exists()


def test_who_subscribes_again_has_one_subscription(line: list[Visit]) -> None:
    wants_to_be_told(line[0])
    assert VisitSubscription.objects.count() == 3
    citizens.unsubscribe(line[0])
    assert VisitSubscription.objects.count() == 2


def test_a_visit_that_is_over_or_elsewhere_takes_no_subscription(office: Department) -> None:
    over, elsewhere = knock(office), knock(office)
    actions.leave(Visit.objects.get(pk=over.pk))
    Visit.objects.filter(pk=elsewhere.pk).update(secret_hash=access.hash_of("new"))
    for visit in (over, elsewhere):
        with pytest.raises(Conflict):
            wants_to_be_told(visit)
    assert not VisitSubscription.objects.exists()
