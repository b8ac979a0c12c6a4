"""Why something was not taken, in words that say what to do and never blame."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Fault:
    """What the notice says. `kept`: what was typed is still on the page; `on_text`, `on_words`: which field is meant."""

    title: str | Promise
    text: str | Promise
    kept: bool = True
    on_text: bool = False
    on_words: bool = False


NOT_SENT = _("Not sent yet")

EMPTY = Fault(NOT_SENT, _("Write what happened. One sentence is enough."), kept=False, on_text=True)
EMPTY_MESSAGE = Fault(NOT_SENT, _("Write something first."), kept=False, on_text=True)
FOREIGN = Fault(
    NOT_SENT, _("Your browser said that this came from another page. If it was you, look at it and send it once more.")
)
FILES = Fault(NOT_SENT, _("Files cannot be sent here yet. Send the words alone."))
CHOICE = Fault(NOT_SENT, _("One of the choices did not come through. Choose again and send."))
CLOSED = Fault(NOT_SENT, _("We cannot take anything right now. Leave this page open and try again later."))
FULL = Fault(NOT_SENT, _("There are too many messages from you that nobody has read yet. Come back in a few days."))
TICKET = Fault(
    _("This page stood open for a long time"),
    _("For your safety it was closed. Write your ten words again."),
    kept=False,
)
TICKET_KEPT = Fault(TICKET.title, TICKET.text)
NOBODY = Fault(
    _("There is nothing under these words"),
    _("Perhaps two words changed places, or the conversation was closed. Nobody can see which."),
    kept=False,
)


def too_long(excess: int) -> Fault:
    """The text is over the limit by so many characters."""
    text = ngettext(
        "The text is too long by %(n)d character. Shorten it, or send the rest as a second report.",
        "The text is too long by %(n)d characters. Shorten it, or send the rest as a second report.",
        excess,
    ) % {"n": excess}
    return Fault(NOT_SENT, text, on_text=True)


# What is wrong with ten words as a whole.
SLIPS = {
    "count": _("There must be ten words, one after the other."),
    "check": _("The words are all in the list, but they do not fit together. Look at their order."),
    "language": _("The words are of several languages. Look at each of them once more."),
}


def slip(reason: str, word_number: int | None, word: str, suggestion: str) -> Fault:
    """A slip of the pen in the ten words, found without asking anybody."""
    if word_number is None:
        text: str | Promise = SLIPS[reason]
    elif suggestion:
        known = _("Word {n}, “{word}”, is not in the list. Was it “{suggestion}”?")
        text = str(known).format(n=word_number, word=word, suggestion=suggestion)
    else:
        text = str(_("Word {n}, “{word}”, is not in the list.")).format(n=word_number, word=word)
    return Fault(_("Look at the words once more"), text, kept=False, on_words=True)
