"""The staff pages as a case worker, a lead and a partner use them, in Spanish."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.stack import Person


def sign_in(page: Page, person: Person) -> None:
    """Password, code, vault passphrase: all of it, until the application is open."""
    page.goto(person.root)
    page.get_by_label("Nombre de usuario").fill(person.username)
    page.get_by_label("Contraseña").fill(person.password)
    page.get_by_role("button", name="Seguir").click()
    page.get_by_label("Código de su autenticador").fill(person.code())
    page.get_by_role("button", name="Entrar").click()
    unlock(page, person)


def unlock(page: Page, person: Person) -> None:
    """Open the vault with its passphrase."""
    page.get_by_label("Frase de la bóveda").fill(person.passphrase)
    page.get_by_role("button", name="Abrir", exact=True).click()
    # On a phone it stands at the foot of the page, elsewhere in the rail.
    expect(page.get_by_text("Bóveda abierta").filter(visible=True).first).to_be_visible()


class InboxPage:
    """The inbox."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def show(self) -> InboxPage:
        """Go there by the rail."""
        self.page.get_by_role("navigation", name="Secciones").get_by_role("link", name="Entrada").click()
        expect(self.page.get_by_role("heading", level=1, name="Entrada")).to_be_visible()
        return self

    def row(self, title: str) -> Locator:
        """The row of a tip by words of its title."""
        return self.page.get_by_role("listitem").filter(has=self.page.get_by_role("heading", name=title))

    def open_tip(self, title: str) -> TipPage:
        """Open a tip once the worker has read it, loading what is new as the page offers it."""
        news = self.page.get_by_role("button", name="Cargar")
        link = self.page.get_by_role("link", name=title)
        expect(link.or_(news).first).to_be_visible()
        if news.is_visible():
            news.click()
        link.click()
        return TipPage(self.page)


class TipPage:
    """One tip."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def story(self) -> Locator:
        """What it tells, with the proposed marks."""
        return self.page.get_by_role("article")

    def reply(self, text: str) -> TipPage:
        """Answer, and see that it is sealed and sent."""
        self.page.get_by_label("Responder").fill(text)
        self.page.get_by_role("button", name="Enviar respuesta").click()
        expect(self.page.get_by_text("Respuesta enviada", exact=False)).to_be_visible()
        return self

    def remove(self) -> None:
        """Delete the tip with all that hangs from it, and come back to the inbox."""
        self.page.get_by_role("button", name="Borrar", exact=True).click()
        ask = self.page.get_by_role("dialog")
        ask.get_by_label("Entiendo que no se puede deshacer").check()
        ask.get_by_role("button", name="Borrar", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="Entrada")).to_be_visible()
