"""Public pages as bytes: rendered once a process, the same for everyone who asks for the same path."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incidents.choices import KindOfTip, When
from incidents.desk_texts import FIRST_LANGUAGE, LANGUAGES, NEUTRAL_PATH, TEXTS, zone_choices
from incidents.public.packing import Packed, minified, pack, sections, tightened
from incidents.services.desk_keys import root_key_text
from incidents.services.intake import MOST_TEXT

SEND = pgettext_lazy("button", "Send")
OPEN = pgettext_lazy("button", "Open")

TAGS = {"es": "es", "pt-br": "pt-BR", "en": "en", "fr": "fr"}
NAMES = dict(settings.LANGUAGES)

# What an error page says: a title and what to do. None holds a detail (threat model row 8).
ERRORS: dict[int, tuple[Promise, Promise]] = {
    400: (_("That did not come through whole"), _("Go back and try once more. Nothing was kept.")),
    403: (_("That came from another page"), _("Open this page itself and write there. Nothing was kept.")),
    404: (_("There is nothing here"), _("Look at the address again, or begin at the first page.")),
    405: (_("That cannot be done here"), _("Begin at the first page.")),
    413: (
        _("That was too long"),
        _(
            "We could not read it, so nothing of it is here and nothing was kept. Go back, if your text is still there "
            "make it shorter, or send it in two parts."
        ),
    ),
    429: (_("Too many people are writing at this moment"), _("Wait a minute, then try again. Nothing was kept.")),
    500: (_("Something broke on our side"), _("It is not your fault. Go back and try again in a while.")),
    503: (_("We cannot take anything right now"), _("Come back later today. Nothing was kept.")),
}


@cache
def style() -> str:
    """The one style of public pages, cut from the house's stylesheet and minified."""
    css = (settings.BASE_DIR / "static_src" / "css" / "tokens.css").read_text(encoding="utf-8")
    return minified(sections(css, ("tokens", "base", "public")))


@cache
def style_hash() -> str:
    """What the policy allows: the hash of exactly that style."""
    return "sha256-" + base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()


@cache
def script(entry: str) -> str:
    """The address of a built script, or "" where the front end is not built: then pages go without it, and say so."""
    try:
        manifest = json.loads(settings.FRONTEND_MANIFEST.read_text(encoding="utf-8"))
        return f"{settings.STATIC_URL}app/{manifest[entry]['file']}"
    except (OSError, KeyError):
        return ""


def word_list(lang: str) -> str:
    """The address of a language's receipt words, which a script fetches when it wants them."""
    return script(f"words/{lang}.txt")


def render(template: str, lang: str, **values: Any) -> str:
    """A page's HTML in one language. `here` is its path after the language, for the links of the mast."""
    context = {
        "lang": lang,
        "html_lang": TAGS[lang],
        "languages": [(code, TAGS[code], NAMES[code]) for code in LANGUAGES],
        "here": "",
        "desk": TEXTS[lang],
        "demo": settings.VIGIA_DEMO,
        "style": style(),
        **values,
    }
    with translation.override(lang):
        return render_to_string(f"public/{template}.html", context)


def report_html(lang: str, *, values: dict[str, str] | None = None, fault: object = None) -> str:
    """The form, empty as everybody gets it, or with what was typed and why it was not taken."""
    root = root_key_text()
    return render(
        "report",
        lang,
        values=values or {},
        fault=fault,
        root=root,
        script=script("src/public/report.ts") if root else "",
        word_list=word_list(lang),
        text_limit=MOST_TEXT,
        kinds=KindOfTip.choices,
        zones=zone_choices(),
        whens=When.choices,
        send_label=SEND,
    )


def answers_html(lang: str, *, state: str = "ask", **values: Any) -> str:
    """The answers page: asking for the words, showing what they opened, or closed."""
    root = root_key_text()
    # A page that answered a post without scripts goes on without them.
    address = script("src/public/answers.ts") if root and state == "ask" else ""
    return render(
        "answers",
        lang,
        here="answers/",
        state=state,
        root=root,
        script=address,
        word_lists=[(code, word_list(code)) for code in LANGUAGES],
        reading=True,
        text_limit=MOST_TEXT,
        open_label=OPEN,
        send_label=SEND,
        **values,
    )


_rendered: dict[tuple[str, str], Packed] = {}


def page(name: str, lang: str = FIRST_LANGUAGE) -> Packed:
    """A page that everybody gets alike: report, answers, leave or weather. Rendered once a process.

    Before the desk is set up nothing is remembered, so that no restart is needed afterwards.
    """
    found = _rendered.get((name, lang))
    if found is not None:
        return found
    if name == "report":
        html = report_html(lang)
    elif name == "answers":
        html = answers_html(lang)
    else:
        html = render(name, lang, neutral=NEUTRAL_PATH)
    found = pack(tightened(html))
    if root_key_text():
        _rendered[name, lang] = found
    return found


@cache
def error_page(status: int, lang: str, staff: bool = False) -> Packed:
    """An error page; those of staff link the stylesheet, since their policy allows no inlined one."""
    title, text = ERRORS[status]
    values: dict[str, Any] = {"title": title, "text": text}
    if staff:
        values |= {"style": "", "stylesheet": f"{settings.STATIC_URL}css/tokens.css"}
    return pack(tightened(render("error", lang, **values)))


def forget() -> None:
    """Drop every rendered page; tests and a changed desk need it."""
    _rendered.clear()
    for function in (error_page, script, style, style_hash):
        function.cache_clear()
