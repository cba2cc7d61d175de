import time, pytest
from pathlib import Path
from tests.e2e import states
EVERY = states.CITIZEN | states.ADVISOR
H=Path(__file__).parent
F=(H/"forced_colours.js").read_text(); M=(H/"motion.js").read_text()
@pytest.mark.parametrize("name", EVERY)
def test_t(people, name):
    v = EVERY[name](people)
    p=v.page
    t=time.monotonic()
    with open("/tmp/a11y/forced.log","a") as o:
        for w in (360,1280):
            p.set_viewport_size({"width":w,"height":900})
            for s in ("light","dark"):
                p.emulate_media(forced_colors="active", color_scheme=s)
                for x in p.evaluate(F): o.write(f"{name},{w},{s} | {x}\n")
                if s=="dark" and w==360: p.screenshot(path=f"/tmp/a11y/forced/{name.replace(' ','-').replace(',','')}.png", full_page=True)
        p.emulate_media(forced_colors="none", color_scheme="light", reduced_motion="reduce")
        for x in p.evaluate(M): o.write(f"{name} motion | {x}\n")
    with open("/tmp/a11y/time3.log","a") as f: f.write(f"{name}|{time.monotonic()-t:.2f}\n")
