"""Which of the four languages a text is in, by its small words and its letters."""

from functools import cache

from analysis.gazetteer import lexicon
from analysis.reading import Reading

_LANGUAGES = ("es", "pt", "en", "fr")
_LETTERS = {"ñ": "es", "¿": "es", "¡": "es", "ã": "pt", "õ": "pt", "ç": "pt fr", "œ": "fr", "è": "fr", "ù": "fr",
            "ê": "pt fr", "à": "pt fr", "ô": "pt fr", "î": "fr", "ú": "es pt", "ó": "es pt", "í": "es pt"}  # fmt: skip
_ELISIONS = ("l'", "d'", "j'", "qu'", "n'", "s'", "c'", "m'")
_ENDINGS = (
    ("cao", "pt"), ("coes", "pt"), ("nho", "pt"), ("nha", "pt"), ("cion", "es"), ("ciones", "es"), ("ing", "en"),
    ("ment", "fr"), ("eur", "fr"), ("aient", "fr"), ("aron", "es"), ("ieron", "es"), ("aram", "pt"), ("eram", "pt"),
    ("ando", "es pt"), ("ait", "fr"), ("mente", "es pt"), ("ught", "en"),
)  # fmt: skip


@cache
def _cues() -> dict[str, dict[str, float]]:
    """Each small word with its languages; one that two languages share weighs half for either."""
    sections = lexicon("language")
    shared: dict[str, int] = {}
    for lang in _LANGUAGES:
        for word in set(sections[lang]):
            shared[word] = shared.get(word, 0) + 1
    return {lang: {word: 1.0 / shared[word] for word in sections[lang]} for lang in _LANGUAGES}


def language(reading: Reading, page: str) -> str:
    """es, pt, en, fr, or und. ``page`` (the page's language) breaks a tie, and decides alone where nothing tells."""
    scores = dict.fromkeys(_LANGUAGES, 0.0)
    for token in reading.tokens:
        low = token.low.replace("’", "'")
        for lang, cues in _cues().items():
            scores[lang] += cues.get(low, 0.0)
        if low.startswith(_ELISIONS):
            scores["fr"] += 1.0
        if len(low) > 5:
            for ending, langs in _ENDINGS:
                if low.endswith(ending):
                    for lang in langs.split():
                        scores[lang] += 0.4
    for character in reading.text:
        for lang in _LETTERS.get(character.lower(), "").split():
            scores[lang] += 0.3
    asked = page.split("-")[0]
    if asked in scores:
        scores[asked] += 0.05
    best = max(sorted(scores), key=lambda lang: scores[lang])
    return best if scores[best] > 0 else "und"
