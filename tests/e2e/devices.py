"""What is wrong with somebody's camera and microphone, and the parts of the page that help.

A machine without devices and a person who refuses are real (`chromium_of`). What Chromium's own
test devices never do is done to the browser's functions, before any script of ours runs.
"""

from playwright.sync_api import Locator

from tests.e2e.visitor import Visitor

NOT_THERE, FORBIDDEN, IN_USE = "NotFoundError", "NotAllowedError", "NotReadableError"
BY_SYSTEM = "Permission denied by system"

LACKS = """(lacking) => {
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const name = (wanted.video && lacking.camera) || (wanted.audio && lacking.microphone);
    if (name) throw new DOMException(lacking.message, name);
    return ask(wanted);
  };
}"""
# A phone with two cameras: it says which way they look, takes one at a time, shows no screen.
PHONE = """() => {
  delete MediaDevices.prototype.getDisplayMedia;
  delete navigator.mediaDevices.getDisplayMedia;
  const settings = MediaStreamTrack.prototype.getSettings;
  const sides = new Map();
  MediaStreamTrack.prototype.getSettings = function () {
    const found = settings.call(this);
    return this.kind === "video" ? { ...found, facingMode: sides.get(this) ?? "user" } : found;
  };
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const facing = wanted.video?.facingMode?.exact;
    const devices = await navigator.mediaDevices.enumerateDevices();
    const rear = devices.findLast(({ kind }) => kind === "videoinput");
    const video = { ...wanted.video, facingMode: undefined, deviceId: rear.deviceId };
    const stream = await ask(facing === "environment" ? { ...wanted, video } : wanted);
    for (const track of stream.getVideoTracks()) sides.set(track, facing ?? "user");
    return stream;
  };
}"""


def lacks(visitor: Visitor, *, camera: str = "", microphone: str = "", message: str = "") -> None:
    lacking = f"{{camera: '{camera}', microphone: '{microphone}', message: '{message}'}}"
    visitor.context.add_init_script(f"({LACKS})({lacking})")


def has_phone(visitor: Visitor) -> None:
    visitor.context.add_init_script(f"({PHONE})()")


class Check:
    """The device check in the waiting room."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.root = visitor.page.locator("#device-check")

    def find(self, name: str) -> Locator:
        return self.root.locator(f"[data-devices-{name}]")

    def starts(self) -> None:
        self.find("start").click()

    @property
    def problem(self) -> Locator:
        return self.find("problem")

    @property
    def steps(self) -> Locator:
        """The help that is shown now, step by step."""
        return self.root.locator(".help__steps > li").filter(visible=True)

    @property
    def ways_in(self) -> Locator:
        return self.find("without").filter(visible=True)


class Panel:
    """ "Geräte" in the room."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.root = visitor.page.locator("[data-side-panel=devices]")
        buttons = ".callbar [data-side=devices], .callbar [data-side=more]"
        self.button = visitor.page.locator(buttons).filter(visible=True)
        self.more = visitor.page.locator("[data-side-panel=more]")

    def opens(self, press: str = "") -> None:
        """On a phone it stands behind *Mehr*."""
        for button in (self.button, self.more.locator("[data-side=devices]")):
            if button == self.button or self.more.is_visible():
                button.press(press) if press else button.click()

    def device(self, kind: str) -> Locator:
        return self.root.locator(f"select[data-device={kind}]")


def sent(visitor: Visitor, kind: str) -> dict[str, object]:
    """The settings of the track that goes out now to the other side; {}: none."""
    settings: dict[str, object] = visitor.page.evaluate(
        """kind => {
          const open = noted.connections.filter((one) => one.connectionState !== "closed");
          const senders = open.flatMap((one) => one.getSenders());
          return senders.find(({ track }) => track?.kind === kind)?.track.getSettings() ?? {};
        }""",
        kind,
    )
    return settings
