"""The answers page without scripts: words in, conversation out; nothing of either is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone, translation

from incidents.public import faults, pages
from incidents.public.answering import field, form_read, html_response, packed_response
from incidents.public.origins import same_origin
from incidents.public.views import methods
from incidents.services.arrivals import ArrivalRefused, id_read
from incidents.services.desk_keys import DeskNotReady
from incidents.services.intake import MOST_TEXT
from incidents.services.mailbox import NoSuchMailbox
from incidents.services.mailbox_plain import (
    Conversation,
    TicketLost,
    answers_forget,
    conversation_by_ticket,
    conversation_by_words,
    conversation_close,
    message_write,
)
from sealing.receipts import SlipError
from sealing.words import fold

MOST_SEEN = 200


@methods("GET", "HEAD", "POST")
def answers(request: HttpRequest, lang: str) -> HttpResponse:
    """Asking for the words; with them, or with the ticket that followed, the conversation."""
    if request.method != "POST":
        return packed_response(request, pages.page("answers", lang))
    with translation.override(lang):
        return _Answer(request, lang, timezone.now()).respond()


class _Answer:
    """One POST of the answers page."""

    def __init__(self, request: HttpRequest, lang: str, now: datetime) -> None:
        self.request, self.lang, self.now = request, lang, now
        self.posted: QueryDict = form_read(request)
        self.words = field(self.posted, "words")
        self.text = field(self.posted, "text")
        self.ticket = self.posted.get("ticket", "")

    def respond(self) -> HttpResponse:
        """The page that answers."""
        if same_origin(self.request) is False:
            return self.ask(faults.FOREIGN, 403)
        try:
            if not self.ticket:
                return self.show(conversation_by_words(words=self.words, now=self.now))
            return self.act()
        except SlipError as slip:
            return self.ask(self.slip_fault(slip), 400)
        except TicketLost:
            return self.ask(faults.TICKET_KEPT if self.text else faults.TICKET, 400)
        except NoSuchMailbox:
            return self.ask(faults.NOBODY, 404)
        except (DeskNotReady, DatabaseError):
            return self.ask(faults.CLOSED, 503)

    def act(self) -> HttpResponse:
        """What one of the buttons of the conversation asks for."""
        wanted = self.posted.get("do", "")
        if wanted == "close":
            conversation_close(ticket=self.ticket, now=self.now)
            return self.page(200, state="closed", echoes=False)
        if wanted == "delete":
            answers_forget(ticket=self.ticket, messages=self.seen(), now=self.now)
            return self.show(conversation_by_ticket(ticket=self.ticket, now=self.now), done="deleted")
        if wanted == "write":
            return self.write()
        return self.show(conversation_by_ticket(ticket=self.ticket, now=self.now))

    def write(self) -> HttpResponse:
        """Send what was written back, and show the conversation with it."""
        fault, status = None, 400
        if getattr(self.request, "file_refused", False):
            fault = faults.FILES
        elif not self.text:
            fault = faults.EMPTY_MESSAGE
        elif len(self.text) > MOST_TEXT:
            fault, status = faults.too_long(len(self.text) - MOST_TEXT), 413
        else:
            fault, status = self.send()
        talk = conversation_by_ticket(ticket=self.ticket, now=self.now)
        if fault is not None:
            return self.show(talk, fault=fault, status=status)
        self.text = ""
        return self.show(talk, done="sent", status=201)

    def send(self) -> tuple[faults.Fault | None, int]:
        """Seal and store the message; what keeps it from going."""
        try:
            id = id_read(self.posted.get("draft", ""))
            message_write(ticket=self.ticket, id=id, text=self.text, now=self.now)
        except ArrivalRefused as refused:
            return (faults.FULL, 409) if refused.code == "full" else (faults.CHOICE, 400)
        except (DeskNotReady, DatabaseError):
            return faults.CLOSED, 503
        return None, 201

    def seen(self) -> list[UUID]:
        """The answers that the page had shown; what came since stays."""
        found = []
        for text in self.posted.getlist("seen")[:MOST_SEEN]:
            try:
                found.append(id_read(text))
            except ArrivalRefused:
                continue
        return found

    def slip_fault(self, slip: SlipError) -> faults.Fault:
        """The slip in words, with the word as it was typed."""
        typed = self.words.split()
        if len(typed) != len(fold(self.words).split()):
            # Numbers, commas or hyphens stood between the words; the folded words are what was counted.
            typed = fold(self.words).split()
        word = typed[slip.word_number - 1].strip(",.;:") if slip.word_number is not None else ""
        return faults.slip(slip.reason, slip.word_number, word, slip.suggestion)

    def show(
        self, talk: Conversation, *, fault: faults.Fault | None = None, done: str = "", status: int = 200
    ) -> HttpResponse:
        """The conversation."""
        return self.page(status, state="talk", talk=talk, draft=uuid4().hex, fault=fault, done=done)

    def ask(self, fault: faults.Fault, status: int) -> HttpResponse:
        """The first page again, with what was wrong and everything that was typed."""
        return self.page(status, state="ask", fault=fault)

    def page(self, status: int, *, echoes: bool = True, **values: Any) -> HttpResponse:
        """The page in one of its states."""
        html = pages.answers_html(self.lang, words=self.words, text=self.text, **values)
        return html_response(self.request, html, status=status, echoes=echoes)
