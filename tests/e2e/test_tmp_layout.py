import time, pytest
from tests.e2e import states, layout
EVERY = states.CITIZEN | states.ADVISOR
def look(page, how):
    f = page.evaluate(layout.LOOK)
    with open("/tmp/a11y/layout.log","a") as o:
        for x in f: o.write(f"{how} | {x}\n")
layout._expect_none = look
@pytest.mark.parametrize("name", EVERY)
def test_t(people, name):
    v = EVERY[name](people)
    t=time.monotonic()
    layout.expect_nothing_lost(v.page, name)
    with open("/tmp/a11y/time2.log","a") as f: f.write(f"{name}|{time.monotonic()-t:.2f}\n")
