"""Content Security Policies, one per audience (threat model row 5)."""

from __future__ import annotations

from typing import Any

from csp.constants import NONE, SELF

from incidents.public.pages import style_hash

WASM = "'wasm-unsafe-eval'"

# Where a vault is unlocked: Argon2id runs as WebAssembly, a PDF is opened from memory (blob:), and the second factor's
# QR code is a data: picture.
STAFF: dict[str, Any] = {
    "default-src": [NONE],
    "script-src": [SELF, WASM],
    "style-src": [SELF],
    "img-src": [SELF, "data:", "blob:"],
    "connect-src": [SELF],
    "frame-src": ["blob:"],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
    "require-trusted-types-for": ["'script'"],
    "trusted-types": [NONE],
}


def public() -> dict[str, Any]:
    """The policy of public pages: the one inlined style by its hash, our own script, nothing else."""
    return {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [f"'{style_hash()}'"],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
