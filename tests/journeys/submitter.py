"""The public pages as somebody uses them who reads Spanish: found by role and label, as a screen reader finds them."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect


@dataclass(frozen=True)
class Told:
    """What somebody tells in the form."""

    text: str
    danger: bool = False
    kind: str = ""
    zone: int = 0
    when: str = ""


class ReportPage:
    """The form."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, lang: str = "es") -> ReportPage:
        """Go there, and see its heading."""
        self.page.goto(f"/{lang}/")
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        return self

    @property
    def notice(self) -> Locator:
        """What is said about which of the two ways will be taken, right above the button."""
        return self.page.locator("[data-way]:visible")

    @property
    def send_button(self) -> Locator:
        """The one main action."""
        return self.page.get_by_role("button", name="Enviar")

    def sealed_here(self) -> ReportPage:
        """Wait until the script has come and says that it seals on this phone."""
        expect(self.page.get_by_text("Se cierra en este teléfono")).to_be_visible()
        return self

    def fill(self, told: Told) -> ReportPage:
        """Fill the form in, from top to bottom."""
        answer = "Sí, ahora" if told.danger else "No, o no lo sé"
        self.page.get_by_label(answer).check()
        self.page.get_by_label("Lo que pasó").fill(told.text)
        if told.kind:
            self.page.get_by_text(told.kind, exact=True).click()
        if told.zone:
            self.page.get_by_label("Zona").select_option(index=told.zone)
        if told.when:
            self.page.get_by_label("Cuándo", exact=True).select_option(label=told.when)
        return self

    def send(self) -> ReceiptPage:
        """Send it, and come to the ten words."""
        self.send_button.click()
        expect(self.page.get_by_role("heading", name="Llegó. Gracias.")).to_be_visible()
        return ReceiptPage(self.page)


class ReceiptPage:
    """The ten words, shown once."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def words(self) -> str:
        """The words, in order."""
        listed = self.page.get_by_role("list", name="Sus diez palabras").get_by_role("listitem")
        expect(listed).to_have_count(10)
        return " ".join(listed.all_inner_texts())

    def leave(self) -> None:
        """Leave, and see the neutral page."""
        self.page.get_by_role("link", name="Ya las tengo. Salir").click()
        self.page.wait_for_url("**/weather/")


class AnswersPage:
    """Asking with the words, and the conversation that they open."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, lang: str = "es") -> AnswersPage:
        """Go there."""
        self.page.goto(f"/{lang}/answers/")
        return self

    def opened_here(self) -> AnswersPage:
        """Wait until the script has come and says that it opens on this phone."""
        expect(self.page.get_by_text("Se abre en este teléfono")).to_be_visible()
        return self

    def ask(self, words: str) -> AnswersPage:
        """Give the words, whatever comes of them."""
        self.page.get_by_label("Sus diez palabras").fill(words)
        self.page.get_by_role("button", name="Abrir").click()
        return self

    def enter(self, words: str) -> AnswersPage:
        """Give the words, and see the conversation."""
        self.ask(words)
        expect(self.page.get_by_role("heading", name="Su conversación")).to_be_visible()
        return self

    @property
    def refusal(self) -> Locator:
        """What was wrong with the words."""
        return self.page.get_by_role("alert").filter(has_text="No hay nada con estas palabras")

    @property
    def lines(self) -> Locator:
        """The conversation, line by line."""
        return self.page.locator("ol.talk > li")

    def write(self, text: str) -> AnswersPage:
        """Write back, and see that it arrived."""
        self.page.get_by_label("Escribir a la Mesa").fill(text)
        self.page.get_by_role("button", name="Enviar").click()
        expect(self.page.get_by_text("Llegó.", exact=True)).to_be_visible()
        return self

    def delete_read(self) -> AnswersPage:
        """Delete what was read, and see that it is gone."""
        self.page.get_by_role("button", name="Borrar lo que ya leí").click()
        expect(self.page.get_by_text("Borrado.", exact=True)).to_be_visible()
        return self

    def close(self) -> None:
        """Close the conversation for good."""
        self.page.get_by_text("Cerrar esta conversación para siempre").click()
        self.page.get_by_role("button", name="Cerrarla").click()
        expect(self.page.get_by_role("heading", name="La conversación está cerrada")).to_be_visible()


def written(page: Page) -> list[str]:
    """What a page left in the browser, by the name of the place; without scripts there can be cookies alone."""
    cookies = [f"cookie {cookie.get('name')}" for cookie in page.context.cookies()]
    found = page.evaluate(
        """async () => [
            ...Object.keys(localStorage).map((name) => `local ${name}`),
            ...Object.keys(sessionStorage).map((name) => `session ${name}`),
            ...(await indexedDB.databases()).map(({ name }) => `indexed ${name}`),
            ...(await caches.keys()).map((name) => `cache ${name}`),
            ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => `worker ${scope}`),
        ]"""
    )
    return [*cookies, *found]
