"""No upload is ever written to disk in the clear (threat model row 12): Django's own handlers are not used."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile, UploadFileException


class RefusingUploadHandler(FileUploadHandler):
    """Refuses every file part, since no form of this version takes files, and reads on to the fields behind it.

    The request is marked (`file_refused`), so that the page can say so and keep what was written.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Pass over a file part: its bytes go nowhere, and the body's limit bounds how many they are."""
        if self.request is not None:
            self.request.file_refused = True  # type: ignore[attr-defined]  # a mark for the view, as middlewares set
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Never reached: every file part is passed over."""
        raise UploadFileException

    def file_complete(self, file_size: int) -> None:
        """There is no file to hand on."""
