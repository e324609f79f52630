"""Two addresses take one file, from who may send it, in memory; whatever else is sent as a file is
read past and never kept. Django by itself would keep one of any size on the disk, from anybody."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload

from hlh_app.accounts.models import Role
from hlh_app.accounts.selectors import centre_ids_where

TAKES_A_FILE = {
    "web:imports": (Role.CLINICIAN,),
    "web:study-load": (Role.CLINICIAN, Role.REVIEWER),
}
"""Address → who may send a file there."""
BOX = "file"
# What a browser sends around the file: boundaries, the token, the centre.
AROUND_BYTES = 64 * 1024
# A browser shows no answer that comes while it is still sending. So a file that is a little too
# large is read past before it is refused; one that is much too large is cut off.
READ_PAST = 4


def most_bytes() -> int:
    return int(settings.UPLOAD_MEGABYTES) * 1024 * 1024


class OneFileInMemory(FileUploadHandler):
    """At any other address, from anybody else, and for a second file: SkipFile. A file that is too
    large is marked on the request as ``file_too_large``."""

    def handle_raw_input(
        self, input_data: Any, meta: Any, content_length: int, *args: Any, **kwargs: Any
    ) -> None:
        self.whole = content_length  # of the request; a part seldom says how long it is

    def new_file(self, field_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, *args, **kwargs)
        self.kept: BytesIO | None = None
        if field_name != BOX or hasattr(self, "taken") or not _takes_a_file(self.request):
            raise SkipFile
        self.taken = field_name
        if self.whole > READ_PAST * most_bytes() + AROUND_BYTES:
            self._refuse()
            raise StopUpload(connection_reset=True)
        if self.whole > most_bytes() + AROUND_BYTES:
            self._refuse()
        else:
            self.kept = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.kept is not None:
            self.kept.write(raw_data)
            if self.kept.tell() > most_bytes():
                self._refuse()

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        kept, self.kept = self.kept, None
        if kept is None:
            return None
        kept.seek(0)
        return InMemoryUploadedFile(
            file=kept,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def _refuse(self) -> None:
        self.kept = None
        self.request.file_too_large = True  # type: ignore[union-attr]


def _takes_a_file(request: Any) -> bool:
    match = getattr(request, "resolver_match", None)
    roles = TAKES_A_FILE.get(match.view_name, ()) if match is not None else ()
    if not roles or not hasattr(request, "user"):
        return False
    return bool(centre_ids_where(request.user, *roles))
