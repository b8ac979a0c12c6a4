"""No upload is ever written to disk in the clear (threat model row 12): Django's own handlers are not used."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload, UploadFileException


class RefusingUploadHandler(FileUploadHandler):
    """Refuses every file part: no form of this version takes files."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Stop reading at the first file part that carries a name."""
        raise StopUpload(connection_reset=False)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Never reached: the first file part stops the upload."""
        raise UploadFileException

    def file_complete(self, file_size: int) -> None:
        """There is no file to hand on."""
