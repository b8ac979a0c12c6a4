"""The words that a case file says by itself, in the four languages of the product.

They stand here and not in the message catalogues: a case file speaks the language of its source, and the same source
must give the same bytes whatever catalogue is installed. TLP labels are never translated; their meaning follows
FIRST, "Traffic Light Protocol (TLP)", version 2.0, 2022.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from incidents.pdf.source import Language, Mark

MARK_WIDTH = 14
"""Characters of a mark with its brackets, at most; every mark is drawn this wide, whatever it says."""


@dataclass(frozen=True, slots=True)
class Words:
    """One language. Fields with {braces} are filled by `str.format`."""

    html_lang: str
    case_file: str
    revision: str
    audience: str
    how_to_use: str
    copy: str
    copy_differs: str
    check: str
    redacted: str
    register: str
    qr: str
    page_before: str
    page_between: str
    months: tuple[str, ...]
    day: str
    marks: Mapping[str, str]
    rules: Mapping[str, str]


_ES = Words(
    html_lang="es",
    case_file="Expediente {number}",
    revision="versión {revision}",
    audience="Para: {organisation} · entregado el {released} · vale hasta el {expires}",
    how_to_use="Cómo puede usarse",
    copy="Copia",
    copy_differs="Cada copia es distinta.",
    check="Comprobar: ábralo en Vigía, o compare este código con el de la lista.",
    redacted="Tachado por la Mesa; los nombres no están en este archivo.",
    register="Registro",
    qr="Código de esta copia",
    page_before="Página",
    page_between="de",
    months=("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
            "noviembre", "diciembre"),
    day="{day} de {month} de {year}",
    marks={"PERSON": "PERSONA", "PHONE": "TELÉFONO", "EMAIL": "CORREO", "ID_NUMBER": "DOC. ID", "HANDLE": "CUENTA",
           "PLATE": "PLACA", "COORDINATE": "COORD.", "PLACE": "LUGAR", "ROLE": "PAPEL", "DATE": "FECHA",
           "OTHER": "OTRO"},
    rules={
        "TLP:RED": "Solo para las personas de {organisation} a las que se entregó. No puede compartirse con nadie más.",
        "TLP:AMBER+STRICT": "Puede leerse solo dentro de {organisation}, por quien lo necesite para actuar. "
                            "No puede pasarse a otras organizaciones.",
        "TLP:AMBER": "Puede leerse dentro de {organisation} y por las personas a las que sirve, si lo necesitan para "
                     "protegerse. No puede pasarse a nadie más.",
        "TLP:GREEN": "Puede compartirse con organizaciones de la misma comunidad. No puede publicarse.",
        "TLP:CLEAR": "Puede compartirse y publicarse sin límite.",
    },
)  # fmt: skip

_PT = Words(
    html_lang="pt-BR",
    case_file="Dossiê {number}",
    revision="versão {revision}",
    audience="Para: {organisation} · entregue em {released} · vale até {expires}",
    how_to_use="Como pode ser usado",
    copy="Cópia",
    copy_differs="Cada cópia é diferente.",
    check="Conferir: abra no Vigía, ou compare este código com o da lista.",
    redacted="Tarjado pela Mesa; os nomes não estão neste arquivo.",
    register="Registro",
    qr="Código desta cópia",
    page_before="Página",
    page_between="de",
    months=("janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro",
            "novembro", "dezembro"),
    day="{day} de {month} de {year}",
    marks={"PERSON": "PESSOA", "PHONE": "TELEFONE", "EMAIL": "E-MAIL", "ID_NUMBER": "DOC. ID", "HANDLE": "CONTA",
           "PLATE": "PLACA", "COORDINATE": "COORD.", "PLACE": "LUGAR", "ROLE": "FUNÇÃO", "DATE": "DATA",
           "OTHER": "OUTRO"},
    rules={
        "TLP:RED": "Só para as pessoas de {organisation} que o receberam. Não pode ser passado a mais ninguém.",
        "TLP:AMBER+STRICT": "Pode ser lido só dentro de {organisation}, por quem precise dele para agir. "
                            "Não pode ser passado a outras organizações.",
        "TLP:AMBER": "Pode ser lido dentro de {organisation} e por pessoas que ela atende, se precisarem dele para se "
                     "proteger. Não pode ser passado a mais ninguém.",
        "TLP:GREEN": "Pode ser partilhado com organizações da mesma comunidade. Não pode ser publicado.",
        "TLP:CLEAR": "Pode ser partilhado e publicado sem limite.",
    },
)  # fmt: skip

_EN = Words(
    html_lang="en",
    case_file="Case file {number}",
    revision="revision {revision}",
    audience="For: {organisation} · released on {released} · valid until {expires}",
    how_to_use="How it may be used",
    copy="Copy",
    copy_differs="Every copy is different.",
    check="To check it: open it in Vigía, or compare this code with the one on the list.",
    redacted="Redacted by the desk; the names are not in this file.",
    register="Record",
    qr="Code of this copy",
    page_before="Page",
    page_between="of",
    months=("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December"),
    day="{day} {month} {year}",
    marks={"PERSON": "PERSON", "PHONE": "PHONE", "EMAIL": "E-MAIL", "ID_NUMBER": "ID NO.", "HANDLE": "ACCOUNT",
           "PLATE": "PLATE", "COORDINATE": "COORD.", "PLACE": "PLACE", "ROLE": "ROLE", "DATE": "DATE",
           "OTHER": "OTHER"},
    rules={
        "TLP:RED": "Only for the people of {organisation} it was given to. It may not be shared with anybody else.",
        "TLP:AMBER+STRICT": "It may be read only inside {organisation}, by those who need it to act. "
                            "It may not be passed to other organisations.",
        "TLP:AMBER": "It may be read inside {organisation} and by the people it serves, where they need it to protect "
                     "themselves. It may not be passed to anybody else.",
        "TLP:GREEN": "It may be shared with organisations of the same community. It may not be published.",
        "TLP:CLEAR": "It may be shared and published without limit.",
    },
)  # fmt: skip

_FR = Words(
    html_lang="fr",
    case_file="Dossier {number}",
    revision="version {revision}",
    audience="Pour : {organisation} · remis le {released} · valable jusqu’au {expires}",
    how_to_use="Comment l’utiliser",
    copy="Copie",
    copy_differs="Chaque copie est différente.",
    check="Vérifier : ouvrez-le dans Vigía, ou comparez ce code avec celui de la liste.",
    redacted="Caviardé par le Bureau ; les noms ne sont pas dans ce fichier.",
    register="Registre",
    qr="Code de cette copie",
    page_before="Page",
    page_between="sur",
    months=("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
            "novembre", "décembre"),
    day="{day} {month} {year}",
    marks={"PERSON": "PERSONNE", "PHONE": "TÉL.", "EMAIL": "COURRIEL", "ID_NUMBER": "PIÈCE ID", "HANDLE": "COMPTE",
           "PLATE": "PLAQUE", "COORDINATE": "COORD.", "PLACE": "LIEU", "ROLE": "RÔLE", "DATE": "DATE",
           "OTHER": "AUTRE"},
    rules={
        "TLP:RED": "Réservé aux personnes de {organisation} qui l’ont reçu. Il ne peut être transmis à personne "
                   "d’autre.",
        "TLP:AMBER+STRICT": "Il peut être lu seulement au sein de {organisation}, par qui en a besoin pour agir. "
                            "Il ne peut pas être transmis à d’autres organisations.",
        "TLP:AMBER": "Il peut être lu au sein de {organisation} et par les personnes qu’elle sert, si elles en ont "
                     "besoin pour se protéger. Il ne peut être transmis à personne d’autre.",
        "TLP:GREEN": "Il peut être partagé avec des organisations de la même communauté. Il ne peut pas être publié.",
        "TLP:CLEAR": "Il peut être partagé et publié sans limite.",
    },
)  # fmt: skip

WORDS: Mapping[Language, Words] = {"es": _ES, "pt-br": _PT, "en": _EN, "fr": _FR}


def mark_text(mark: Mark, lang: Language) -> str:
    """The mark as it is printed, such as `[PERSONA 1]`: at most MARK_WIDTH characters, brackets included."""
    return f"[{WORDS[lang].marks[mark.label]} {mark.number}]"


def day_text(day: date, lang: Language) -> str:
    """A day written out, such as `22 de noviembre de 2026`."""
    words = WORDS[lang]
    number = "1er" if lang == "fr" and day.day == 1 else str(day.day)
    return words.day.format(day=number, month=words.months[day.month - 1], year=day.year)
