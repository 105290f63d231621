"""Documents made to break whoever reads them: refused or survived, within limits, and the next one is read."""

from __future__ import annotations

import io
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from briefer.model import Document, Skipped
from briefer.read import Reading, read
from briefer.read.child import Child, Limits
from briefer.read.pieces import Enclosed, Piece
from briefer.read.refusal import Refusal

MADE = Path(__file__).parent / "made"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
LAUGHS = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10 if i else "ha" * 50}">' for i in range(12))
STORY = (
    "Norrmark and Vellany failed to agree on summer water releases from the Vardo weir on Wednesday, the basin council "
    "said after a day of talks. Both governments will meet again next Tuesday in Port Oke."
)


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    made = Child(Limits(seconds=8))
    yield made
    made.close()


def packed(name: str, part: str, data: bytes) -> bytes:
    """A made document with one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(MADE / name) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            if item.filename != part:
                new.writestr(item, old.read(item))
        new.writestr(part, data)
    return out.getvalue()


def part_of(name: str, part: str) -> str:
    with zipfile.ZipFile(MADE / name) as archive:
        return archive.read(part).decode()


def with_doctype(name: str, part: str, declared: str, entity: str, *, pad: int = 0) -> bytes:
    xml = part_of(name, part)
    start = xml.index("?>") + 2
    root = xml[start:].lstrip()[1:].partition(" ")[0]
    body = xml[start:].replace("Norrmark and Vellany", f"Norrmark and {entity}", 1)
    assert entity in body
    return packed(name, part, f"{xml[:start]}<!--{'x' * pad}--><!DOCTYPE {root} [{declared}]>{body}".encode())


OFFICE = [("word.docx", "word/document.xml", DOCX), ("opendocument.odt", "content.xml", ODT)]


@pytest.mark.parametrize(("name", "part", "media_type"), OFFICE)
@pytest.mark.parametrize("pad", [0, 2 * 1024**2])
def test_entities_are_refused_before_they_are_expanded(
    child: Child, name: str, part: str, media_type: str, pad: int
) -> None:
    found = child.take_apart(media_type, with_doctype(name, part, LAUGHS, "&a11;", pad=pad))
    assert isinstance(found, Refusal)
    assert (found.code, "document type" in found.reason) == ("unreadable", True)


@pytest.mark.parametrize(("name", "part", "media_type"), OFFICE)
def test_no_file_of_the_machine_gets_into_the_text(
    child: Child, name: str, part: str, media_type: str, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the gauge is at four metres")
    found = child.take_apart(media_type, with_doctype(name, part, f'<!ENTITY f SYSTEM "{secret.as_uri()}">', "&f;"))
    assert isinstance(found, Refusal)
    # In UTF-16 the declaration looks otherwise.
    xml = f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE d [{LAUGHS}]><d>&a11;</d>'.encode("utf-16")
    assert isinstance(child.take_apart(media_type, packed(name, part, xml)), Refusal)


@pytest.mark.parametrize(("name", "part", "media_type"), OFFICE)
def test_a_bomb_is_not_unpacked(child: Child, name: str, part: str, media_type: str) -> None:
    bomb = packed(name, part, b"<x>" + b" " * 101 * 1024**2 + b"</x>")
    assert len(bomb) < 1024**2
    begun = time.monotonic()
    found = child.take_apart(media_type, bomb)
    assert isinstance(found, Refusal)
    assert found.code == "too_large"
    # The directory may lie about the size; then no more is read than it says.
    size = (101 * 1024**2 + 7).to_bytes(4, "little")
    assert size in bomb
    assert isinstance(child.take_apart(media_type, bomb.replace(size, (5000).to_bytes(4, "little"))), Refusal)
    assert time.monotonic() - begun < 8


def test_thousands_of_files_are_too_many(child: Child) -> None:
    out = io.BytesIO((MADE / "word.docx").read_bytes())
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(5001):
            archive.writestr(f"word/media/{number}.bin", b"")
    found = child.take_apart(DOCX, out.getvalue())
    assert isinstance(found, Refusal)
    assert found.code == "too_large"


def pdf(*objects: bytes) -> bytes:
    """A PDF file of these objects, the first of which is its catalog."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out) + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (len(objects) + 1, table, len(objects) + 1, len(out))
    )


def stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), more, data)


CATALOG, PAGES = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
FONT = b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R%s>>" % FONT
SHOWN = stream(f"BT /F 12 Tf 50 700 Td ({STORY}) Tj ET".encode())


def swelling() -> bytes:
    """400 MB of spaces, packed."""
    packer = zlib.compressobj(9)
    packed = [packer.compress(b" " * 1024**2) for _ in range(400)]
    return stream(b"".join([*packed, packer.flush()]), b"/Filter/FlateDecode")


def test_the_small_pdf_of_these_tests_is_one(child: Child) -> None:
    (found,) = child.take_apart("application/pdf", pdf(CATALOG, PAGES, PAGE, SHOWN))  # type: ignore[misc]
    assert isinstance(found, Piece)
    assert found.text == STORY


@pytest.mark.parametrize(
    "objects",
    [
        (CATALOG, b"<</Type/Pages/Count 1/Kids[2 0 R]>>"),
        (CATALOG, b"<</Type/Pages/Count 9/Kids[3 0 R]>>", b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"),
        (CATALOG, b"<</Type/Pages/Count 2000000000/Kids[]>>"),
        (CATALOG, PAGES, PAGE, b"4 0 R"),
        (CATALOG, PAGES, PAGE, b"[" * 5000 + b"]" * 5000),
        (CATALOG, PAGES, PAGE, swelling),
        (CATALOG, PAGES, PAGE, stream(b"q " * 1_000_000)),
        (CATALOG, PAGES, PAGE, stream(b"BT /F 12 Tf (x) Tj " + b"(x) Tj T* " * 300_000)),
    ],
    ids=["own child", "two circles", "pages told", "own content", "brackets", "packed", "operators", "words"],
)
def test_a_pdf_that_goes_in_circles_or_swells_ends(objects: tuple[bytes | Callable[[], bytes], ...]) -> None:
    document = pdf(*(part() if callable(part) else part for part in objects))
    child = Child(Limits(seconds=1.5))
    begun = time.monotonic()
    try:
        found = child.take_apart("application/pdf", document)
        assert time.monotonic() - begun < 6
        assert isinstance(found, Refusal) or not any(STORY in part.text for part in found if isinstance(part, Piece))
        (again,) = child.take_apart("application/pdf", pdf(CATALOG, PAGES, PAGE, SHOWN))  # type: ignore[misc]
        assert isinstance(again, Piece)
    finally:
        child.close()


def test_a_million_objects_are_read_or_given_up_in_time() -> None:
    child = Child(Limits(seconds=1))
    begun = time.monotonic()
    found = child.take_apart("application/pdf", pdf(CATALOG, PAGES, PAGE, SHOWN, *[b"0"] * 1_000_000))
    child.close()
    assert time.monotonic() - begun < 5
    assert isinstance(found, list) or "1 seconds to read" in found.reason  # type: ignore[union-attr]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a process's memory")
def test_memory_is_bounded_and_the_next_document_is_read() -> None:
    child = Child(Limits(memory=250 * 1024**2))
    try:
        found = child.take_apart("message/rfc822", mail().replace(STORY.encode(), b"weir " * 15_000_000))
        assert isinstance(found, Refusal)
        assert "memory" in found.reason
        assert child.take_apart("application/pdf", pdf(CATALOG, PAGES, PAGE, SHOWN))[0].text == STORY  # type: ignore[index, union-attr]
    finally:
        child.close()


def mail(depth: int = 0, parts: int = 1) -> bytes:
    text = f"Content-Type: text/plain; charset=utf-8\n\n{STORY}\n"
    body = "".join(f"--b0\n{text}" for _ in range(parts)) + "--b0--\n"
    head = 'Content-Type: multipart/mixed; boundary="b0"\n\n'
    for level in range(1, depth + 1):
        body = f"--b{level}\n{head}{body}--b{level}--\n"
        head = f'Content-Type: multipart/mixed; boundary="b{level}"\n\n'
    return f"From: Ada Sand <ada@example.org>\nSubject: Talks\nMIME-Version: 1.0\n{head}{body}".encode()


@pytest.mark.parametrize(("depth", "parts"), [(100, 1), (900, 1), (5_000, 1), (0, 20_000)])
def test_a_mail_of_too_many_parts_is_refused(child: Child, depth: int, parts: int) -> None:
    found = child.take_apart("message/rfc822", mail(depth, parts))
    assert isinstance(found, Refusal)
    assert found.code == "too_large"


def test_a_mail_of_some_parts_is_read(child: Child) -> None:
    (found,) = child.take_apart("message/rfc822", mail(10))  # type: ignore[misc]
    assert isinstance(found, Piece)
    assert found.text == STORY


def test_mails_in_mails_end() -> None:
    message = EmailMessage()
    message["Subject"] = "Talks"
    message.set_content(STORY)
    for level in range(30):
        outer = EmailMessage()
        outer["Subject"] = f"Level {level}"
        outer.set_content(f"{STORY} It is level {level}.")
        outer.add_attachment(message)
        message = outer
    found = list(read(Document(input="m.eml", data=message.as_bytes(), media_type="message/rfc822")))
    assert sum(isinstance(item, Reading) for item in found) == 6
    assert isinstance(last := found[-1], Skipped)
    assert "too deep" in last.reason


def test_a_page_in_a_mail_that_nests_without_end_stops_nothing(child: Child) -> None:
    html = "<div>" * 50_000 + f"<p>{STORY}</p>"
    data = b"From: a@example.org\nSubject: x\nContent-Type: text/html\n\n" + html.encode()
    assert isinstance(child.take_apart("message/rfc822", data), list | Refusal)


def test_attachments_keep_no_folders_and_one_line(child: Child) -> None:
    message = EmailMessage()
    message["Subject"] = "Talks"
    message.set_content(STORY)
    data = (MADE / "columns-none.pdf").read_bytes()
    for name in ("../../etc/weir.pdf", "C:\\weir\\gauge.pdf"):
        message.add_attachment(data, maintype="application", subtype="pdf", filename=name)
    raw = message.as_bytes().replace(b"gauge.pdf", b"gauge%0Afailed x.pdf").replace(b"filename=", b"filename*=utf-8''")
    found = child.take_apart("message/rfc822", raw)
    assert isinstance(found, list)
    names = [part.name for part in found if isinstance(part, Enclosed)]
    assert len(names) == 2
    assert not any(sign in name for name in names for sign in "\n/\\")


def test_one_process_reads_many_documents_and_another_follows_one_that_ended(child: Child) -> None:
    data = (MADE / "word.docx").read_bytes()
    assert isinstance(child.take_apart(DOCX, data), list)
    first = child._process
    assert isinstance(child.take_apart(DOCX, data), list)
    assert first is not None
    assert child._process is first
    first.kill()
    first.wait()
    assert isinstance(child.take_apart(DOCX, data), list)
    assert child._process is not first


def test_nothing_of_the_current_folder_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pypdf.py", "mammoth.py", "json.py", "briefer.py"):
        (tmp_path / name).write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    monkeypatch.chdir(tmp_path)
    child = Child()
    try:
        assert isinstance(child.take_apart("application/pdf", (MADE / "columns-none.pdf").read_bytes()), list)
    finally:
        child.close()
    assert not (tmp_path / "ran").exists()


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="the system does not show a process's environment")
def test_the_process_has_no_key_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-weir")
    child = Child()
    try:
        assert isinstance(child.take_apart(DOCX, (MADE / "word.docx").read_bytes()), list)
        assert child._process is not None
        assert b"sk-weir" not in Path(f"/proc/{child._process.pid}/environ").read_bytes()
    finally:
        child.close()


@pytest.mark.parametrize(("name", "part", "media_type"), OFFICE)
def test_elements_that_nest_without_end_are_refused(child: Child, name: str, part: str, media_type: str) -> None:
    xml = part_of(name, part)
    root = xml[xml.index("?>") + 2 :].lstrip()
    start = root[: root.index(">") + 1]
    deep = f"{start}{'<x>' * 100_000}{STORY}{'</x>' * 100_000}</{start[1:].partition(' ')[0]}>"
    found = child.take_apart(media_type, packed(name, part, deep.encode()))
    assert isinstance(found, Refusal) or STORY not in "".join(p.text for p in found if isinstance(p, Piece))
