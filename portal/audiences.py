"""The three audiences, told apart by path alone; each can have its own host, onion, process and cookies."""

from __future__ import annotations

from enum import Enum


class Audience(Enum):
    """Who a path is for."""

    PUBLIC = "public"
    DESK = "desk"
    PARTNER = "partner"

    @property
    def cookie_name(self) -> str:
        """The name of the audience's session cookie (public pages have none)."""
        return f"vigia_{self.value}"

    @property
    def cookie_path(self) -> str:
        """The only path that receives the audience's cookie."""
        return f"/{self.value}/"


def audience_of(path: str) -> Audience:
    """The audience of a request path."""
    for audience in (Audience.DESK, Audience.PARTNER):
        if path.startswith(audience.cookie_path):
            return audience
    return Audience.PUBLIC
