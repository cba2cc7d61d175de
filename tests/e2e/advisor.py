"""What an advisor does and sees at the desk."""

import re

from playwright.sync_api import Locator, expect

from tests.e2e.visitor import Visitor

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class AdvisorPage(Visitor):
    home = "/desk/"
    username = ""

    def signs_in(self, username: str = "demir") -> None:
        self.username = username
        self.go(self.home)
        self.page.locator("#login").fill(username)
        self.page.locator("#password").fill(self.office.passwords[username])
        self.page.locator("main form button").click()
        self.sits_at_desk()

    def is_signed_in(self, username: str = "demir") -> None:
        """What the form does, without drawing it."""
        self.username = username
        login = f"{self.office.url}/accounts/login/"
        token = TOKEN.search(self.context.request.get(login).text())
        assert token
        form = {
            "login": username,
            "password": self.office.passwords[username],
            "csrfmiddlewaretoken": token[1],
        }
        # Over TLS a form is taken only from a page of the office itself.
        answer = self.context.request.post(login, form=form, headers={"Referer": login})
        assert answer.url == f"{self.office.url}/desk/", "not signed in"
        self.go(self.home)
        self.sits_at_desk()

    def sits_at_desk(self) -> None:
        expect(self.page.locator("#region-queue")).to_be_visible()
        self.wait_until_live()

    # The line

    @property
    def rows(self) -> Locator:
        return self.page.locator("#region-queue table.list tbody tr")

    def sees_line(self, *numbers: str) -> None:
        """Exactly these numbers wait, in this order."""
        expect(self.rows.locator(".list__no")).to_have_text(list(numbers))

    def sees_next(self, number: str) -> None:
        expect(self.page.locator(".next .ticket__number")).to_have_text(number)

    def calls_next(self) -> None:
        self.press("desk/call")
        self.has_called()

    def has_called(self) -> None:
        expect(self.page.locator("#region-talk[data-state=called]")).to_be_attached()

    def more_about(self, number: str) -> Locator:
        """The menu of one line, opened."""
        row = self.rows.filter(has_text=re.compile(number.replace(" ", r"\s")))
        row.locator("summary").click()
        return row.locator(".menu__list")

    def dismisses(self, number: str, reason: str) -> None:
        menu = self.more_about(number)
        menu.locator("input[name=reason]").fill(reason)
        menu.locator("form[action$='/dismiss'] button").click()

    # Whoever knocks

    @property
    def knock(self) -> Locator:
        """What the band says; empty while nobody has knocked unseen."""
        return self.page.locator("[data-knock-band] [role=alert]")

    @property
    def seen_button(self) -> Locator:
        return self.page.locator("[data-knocks-seen]")

    def has_seen(self) -> None:
        self.seen_button.click()
        expect(self.knock).to_have_text("")

    # The talk

    @property
    def talk(self) -> Locator:
        return self.page.locator("#region-talk")

    def takes_call_back(self) -> None:
        self.press("take-back")
        self.is_alone()

    def opens_talk_menu(self) -> Locator:
        menu = self.talk.locator(".talk-actions details.menu")
        menu.locator("summary").click()
        return menu

    def sends_for_papers(self, to_fetch: str = "") -> None:
        self.opens_talk_menu().locator("[name=to_fetch]").fill(to_fetch)
        self.press("put-back")
        self.is_alone()

    def opens_slip(self) -> None:
        """The note that the citizen will take home."""
        self.page.locator(".callbar [data-side=slip]").click()
        expect(self.slip("discussed")).to_be_visible()

    def slip(self, field: str) -> Locator:
        """`field`: discussed, missing or due."""
        return self.page.locator(f"[data-slip-form] [name={field}]")

    def writes(self, **fields: str) -> None:
        """On the slip; the page has sent it when this returns."""
        for field, text in fields.items():
            self.slip(field).fill(text)
        expect(self.page.locator("[data-slip-state]")).to_have_text(self.word("slip-saved"))

    def notes_identity(self, step: str) -> None:
        """asked, document, known, questions, or "" to take either back."""
        button = self.page.locator(f".identity button[name=identity][value='{step}']")
        if not button.is_visible():
            self.page.locator(".identity details.menu summary").click()
        button.click()
        expect(self.page.locator(f".identity [data-identity-state='{step}']")).to_be_attached()

    def leaves_note(self, text: str) -> None:
        self.opens_talk_menu().locator("[name=note]").fill(text)
        self.press("note")
        expect(self.talk.locator(".handed")).to_contain_text(text)

    def opens_doors(self) -> Locator:
        """The dialog that asks where to hand somebody over to."""
        self.page.locator("[data-hand-over]").click()
        dialog = self.page.locator("dialog.hand-over:modal")
        expect(dialog).to_be_visible()
        return dialog

    def hands_over_to(self, slug: str, note: str = "") -> None:
        dialog = self.opens_doors()
        dialog.locator(f"[value={slug}]").check()
        dialog.locator("[name=note]").fill(note)
        dialog.locator("button:not([type=button])").click()
        expect(dialog).to_have_count(0)
        self.is_alone()

    def asks_for_help(self) -> None:
        # In one go: on a busy machine five seconds are over before a second command has begun.
        self.page.locator("[data-silent]").dblclick()
        expect(self.silent).to_contain_text(re.compile(r"^\s*(Intern gemeldet|Reported)"))

    @property
    def silent(self) -> Locator:
        return self.talk.locator(".silent")

    @property
    def cry(self) -> Locator:
        """What a colleague's desk says of one who asks for help; empty while nobody does."""
        return self.page.locator("#region-emergency [role=alert]")

    def ends_talk(self) -> None:
        self.press("end")
        self.confirm()
        self.is_alone()

    def is_alone(self) -> None:
        expect(self.page.locator("#region-talk[data-state='']")).to_be_attached()

    # About oneself

    def is_now(self, state: str) -> None:
        """free, break or away."""
        self.page.locator(f"#region-duty label:has([value={state}])").click()
        expect(self.page.locator(f"#region-duty[data-state={state}]")).to_be_attached()
