"""Write the vectors: `python -m tests.vectors.make`. They come out the same, byte for byte, every time."""

import json
from collections.abc import Callable

from tests.vectors.material import FOLDER, Cases
from tests.vectors.of_bytes import encoding, keys, wraps
from tests.vectors.of_directories import desk_directories, public_directories
from tests.vectors.of_envelopes import file_envelopes, json_envelopes, makers, sealing
from tests.vectors.of_mailboxes import messages, receipts, vaults
from tests.vectors.of_statements import releases, statements

FILES: dict[str, Callable[[], Cases]] = {
    "encoding.json": encoding,
    "keys.json": keys,
    "wraps.json": wraps,
    "envelopes_json.json": json_envelopes,
    "envelopes_file.json": file_envelopes,
    "envelopes_seal.json": sealing,
    "makers.json": makers,
    "receipts.json": receipts,
    "messages.json": messages,
    "vaults.json": vaults,
    "directories_desk.json": desk_directories,
    "directories_public.json": public_directories,
    "statements.json": statements,
    "releases.json": releases,
}


def text_of(cases: Cases) -> str:
    """One case a line, so that a changed vector is one changed line."""
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases.cases)
    return f'{{"format": 1, "about": {json.dumps(cases.about)}, "cases": [\n{lines}\n]}}\n'


def main() -> None:
    for name, build in FILES.items():
        (FOLDER / name).write_text(text_of(build()), "utf-8")


if __name__ == "__main__":
    main()
