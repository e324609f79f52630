"""Files are told apart by their content; what is not read here is refused in words."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook

from hlh_app.records.imports.file_kinds import FHIR_JSON, FHIR_LINES, TEXT, XLSX, kind_of
from hlh_app.records.services.errors import Refused


def workbook() -> bytes:
    written = BytesIO()
    book = Workbook()
    book.active.append(["test", "result"])
    book.save(written)
    return written.getvalue()


def archive(**parts: bytes) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return written.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
BOMB = archive(xl__workbook_dot_xml=b"<workbook/>", xl__sheet=b"0" * 30_000_000)
PATIENT = b'{"resourceType": "Patient", "id": "a"}'


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (workbook(), XLSX),
        (b"test,result\nferritin,12\n", TEXT),
        (b"\xef\xbb\xbftest;result\n", TEXT),
        ("test\tresult".encode("utf-16"), TEXT),
        ("Bilirubin µmol/L".encode("latin-1"), TEXT),
        (PATIENT, FHIR_JSON),
        (b'\xef\xbb\xbf\n {\n"resourceType": "Bundle"}', FHIR_JSON),
        (PATIENT + b"\n" + PATIENT + b"\n", FHIR_LINES),
    ],
)
def test_what_is_read(content, kind):
    assert kind_of("", content).kind == kind


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\n\n", "empty"),
        (b"\0" * 100, "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n", "picture"),
        (OLE, "older Excel"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK\x03\x04 and no more", "damaged"),
        (workbook()[:-200], "damaged"),
        (BOMB, "unpacks to more than can be read"),
        (archive(word__document_dot_xml=b"x"), "Word document"),
        (archive(xl__workbook_dot_bin=b"x"), "binary Excel"),
        (archive(content_dot_xml=b"x"), "OpenDocument"),
        (archive(labs=b"x"), "packed file"),
        (b"\x1f\x8b\x08", "packed file"),
        (b"<html><table>", "web page"),
        (b'<Bundle xmlns="http://hl7.org/fhir">', "FHIR in XML"),
        (b'[{"resourceType": "Patient"}]', "list in JSON"),
        (b"\x00\x01\x02 labs", "no text has"),
    ],
)
def test_what_is_refused_in_words(content, said):
    with pytest.raises(Refused) as refused:
        kind_of("labs.xlsx", content)
    assert said in " ".join(refused.value.errors["file"])


@pytest.mark.parametrize(
    ("name", "content", "remark"),
    [
        ("labs.csv", b"a,b", ""),
        ("LABS.XLSX", workbook(), ""),
        ("labs", b"a,b", ""),
        ("labs.xlsx", b"a,b", "The name ends in .xlsx; the content is a text table"),
        ("labs.csv", workbook(), "The name ends in .csv; the content is an Excel workbook"),
        ("one.ndjson", PATIENT, ""),
    ],
)
def test_a_name_that_says_otherwise_is_remarked_upon(name, content, remark):
    assert kind_of(name, content).remark.startswith(remark)
    assert bool(kind_of(name, content).remark) is bool(remark)


def test_the_same_sheet_named_many_times_is_not_opened_as_often():
    listed = b"".join(b'<sheet name="S%d" sheetId="%d"/>' % (n, n) for n in range(500))
    with pytest.raises(Refused) as refused:
        kind_of("labs.xlsx", archive(xl__workbook_dot_xml=b"<workbook>%s</workbook>" % listed))
    assert "more than 60 sheets" in refused.value.errors["file"][0]


def test_a_book_whose_list_of_sheets_is_cut_off_is_damaged():
    content = bytearray(archive(xl__workbook_dot_xml=bytes(range(256)) * 40))
    content[60:80] = b"\xff" * 20
    with pytest.raises(Refused) as refused:
        kind_of("labs.xlsx", bytes(content))
    assert "damaged" in refused.value.errors["file"][0]
