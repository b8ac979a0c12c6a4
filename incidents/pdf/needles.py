"""What is looked for: for each redacted value, the forms of it that must not be in a case file."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from incidents.pdf.folding import fold_small


class Writing(StrEnum):
    """In which form a value was found. Names only; they go into the error and into the log."""

    PLAIN = "plain"
    PART = "a word of it"
    DIGITS = "its digits"
    REVERSED = "reversed"
    BYTES = "its bytes"


@dataclass(frozen=True, slots=True)
class Needle:
    """One form of one value. `letters` are folded; `literal` is for values without a letter or digit."""

    value_index: int
    writing: Writing
    letters: str
    whole_words: bool
    literal: str = ""

    @property
    def numeric(self) -> bool:
        """Whether it has digits only."""
        return self.letters.isdecimal()


SUBSTRING_FROM = 6
"""From so many letters on a value is a hit inside a longer word too: five letters are part of too many words."""
DIGITS_ANYWHERE_FROM = 7
PART_FROM = 4
PART_ANYWHERE_FROM = 8

# A name is often a common word and a rare one ("Comunidad Nativa X"). The common one alone says nothing. This list is
# asked about the single words of a longer value only; a value that is itself such a word is searched like any other.
_COMMON = frozenset(
    """
    comunidad comunidade community communaute nativa nativo native indigena indigenous indigene campesina puerto porto
    port nueva nuevo nova novo nouveau nouvelle santa santo saint sainte villa vila ville village pueblo quebrada
    cerro lago laguna laguna isla ilha island alto alta bajo baja baixo baixa alta haut haute bas basse upper lower
    grande gran pequeno pequena chico chica norte north nord sur south este leste east oeste west central centro
    center centre casa house maison calle rua street avenida avenue carretera estrada road route kilometro
    rio river riviere boca barrio bairro colonia fundo fazenda finca hacienda chacra parque reserva
    senor senora senhor senhora madame monsieur mister padre madre father mother hermano hermana irmao irma brother
    sister hijo hija filho filha tio tia doctor doctora doutor profesor profesora professor professora presidente
    presidenta president jefe jefa chefe chief cacique apu lider leader dirigente director directora secretario
    secretaria tesorero alcalde alcaldesa prefeito prefeita teniente capitan comandante policia guardia guarda
    promotor promotora enfermera enfermero enfermeira maestra maestro partera esposa esposo marido mujer hombre
    mulher homem woman wife husband enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre
    diciembre janeiro fevereiro marco maio junho julho setembro outubro novembro dezembro january february march
    april june july august september october november december janvier fevrier mars avril juin juillet aout
    septembre octobre novembre decembre lunes martes miercoles jueves viernes sabado domingo segunda terca quarta
    quinta sexta monday tuesday wednesday thursday friday saturday sunday lundi mardi mercredi jeudi vendredi samedi
    dimanche hora horas hour hours manana tarde noche manha noite morning evening night matin soir nuit
    para desde hasta cerca sobre entre junto donde cuando como pour dans avec sans with from near this that
    ayer hoje ontem yesterday ambos todos todas unica unico uma unos unas
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
_JOINING = frozenset("de del la las el los y e do da dos das du des le les et of the and en em in a al au con".split())  # noqa: SIM905 - the same


def needles_for(values: list[str]) -> list[Needle]:
    """All forms of all values, without repetition within a value. Blank values have none."""
    made: list[Needle] = []
    for index, value in enumerate(values):
        seen: dict[tuple[str, bool], Needle] = {}
        for needle in _forms(index, value):
            seen.setdefault((needle.letters, needle.whole_words), needle)
        made.extend(seen.values())
    return made


def _forms(index: int, value: str) -> list[Needle]:
    letters = fold_small(value).letters
    if not letters:
        return [Needle(index, Writing.PLAIN, "", False, literal=value.strip())] if value.strip() else []
    numeric = letters.isdecimal()
    anywhere = DIGITS_ANYWHERE_FROM if numeric else SUBSTRING_FROM
    made = [Needle(index, Writing.PLAIN, letters, len(letters) < anywhere)]
    made += [Needle(index, Writing.PART, part, len(part) < PART_ANYWHERE_FROM) for part in _parts(value)]
    made += [Needle(index, Writing.DIGITS, d, len(d) < DIGITS_ANYWHERE_FROM) for d in _digits(value, letters)]
    if len(letters) >= (DIGITS_ANYWHERE_FROM if numeric else 5):
        made.append(Needle(index, Writing.REVERSED, letters[::-1], len(letters) < SUBSTRING_FROM))
    return made


def _parts(value: str) -> list[str]:
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", value))
    if len(words) < 2:
        return []
    folded = [fold_small(word).letters for word in words]
    sloppy = value == value.lower() and not _JOINING.intersection(folded) and len(words) <= 4
    return [
        letters
        for word, letters in zip(words, folded, strict=True)
        # A small letter inside a longer value is an ordinary word, unless the whole was typed without capitals.
        if len(letters) >= PART_FROM and letters not in _COMMON and (sloppy or word[0].isupper())
    ]


def _digits(value: str, letters: str) -> list[str]:
    joined = re.sub(r"\D", "", letters)
    made = [joined] if len(joined) >= 6 else []
    if re.match(r"\s*(\+|00)", value):
        # The same number is often written without the country's code, which has one to three digits.
        bare = joined.removeprefix("00")
        made += [bare[cut:] for cut in (1, 2, 3) if len(bare) - cut >= DIGITS_ANYWHERE_FROM]
    groups = re.findall(r"\d{5,}", letters)
    return made + [group for group in groups if group != joined]
