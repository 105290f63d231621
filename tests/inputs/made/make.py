"""Makes the files of this folder anew, each with a program that people use: `python tests/inputs/made/make.py`.

It needs the development packages, and LibreOffice (Debian: libreoffice-writer-nogui) as `soffice`.
The files that this gives are committed; run it when a kind is added, and look at what changed.
"""

from __future__ import annotations

import base64
import io
import mailbox
import struct
import subprocess
import tempfile
import zlib
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

HERE = Path(__file__).parent
TITLE = "No deal on Vardo water"
LEAD = (
    "Norrmark and Vellany failed to agree on summer water releases from the Vardo weir on Wednesday, the basin council "
    "said after a day of talks that had been called to settle the long-term question of who measures the river."
)
QUOTE = (
    "“You cannot share a river that you measure twice,” Norrmark’s water commissioner Signe Halgren told Channel Nine on "
    "Thursday morning, and she added that the gauges would be recalibrated by an independent laboratory before June."
)
REPLY = (
    "Vellany’s agriculture minister, Teodor Corvo, said the weir would stay shut until the harvest was in and paid for. "
    "He rejected the internationally supervised measurement programme as a pretext for long-term control."
)
POINTS = ("The council meets again next Tuesday.", "The gauges are read on 3 June.")
SHARES = (("Side", "Share"), ("Norrmark", "40 %"), ("Vellany", "60 %"))
CLOSING = (
    "Both governments left without a statement, and officials of the council would not say who had asked for the talks."
)

STYLE = """
@page { size: A5; margin: 20mm; @top-center { content: "Northern Wire · Water desk" }
        @bottom-center { content: "Page " counter(page) " of " counter(pages) } }
body { font: 11pt "Liberation Serif", "DejaVu Serif", serif; hyphens: auto; text-align: justify }
.columns { columns: 2 }
"""


def page(style: str = STYLE, kind: str = "") -> str:
    rows = "".join(f"<tr><td>{side}</td><td>{share}</td></tr>" for side, share in SHARES)
    points = "".join(f"<li>{point}</li>" for point in POINTS)
    story = f"<p>{LEAD}</p><p>{QUOTE}</p><p>{REPLY}</p>"
    body = (
        f"{story}<h2>What happens next</h2><ul>{points}</ul><table>{rows}</table><blockquote>{QUOTE}</blockquote>"
        f"{story}<p>{CLOSING}</p>"
    )
    return (
        f'<html lang="en-GB"><head><title>{TITLE}</title><meta name="author" content="Ada Sand">'
        f'<meta name="dcterms.created" content="2026-05-20T19:40:00+02:00"><style>{style}</style></head><body>'
        f"<h1>{TITLE}</h1>{f'<div class={kind}>{body}</div>' if kind else body}</body></html>"
    )


def pdfs() -> None:
    import pypdf
    import weasyprint

    weasyprint.HTML(string=page()).write_pdf(HERE / "columns-none.pdf")
    weasyprint.HTML(string=page(kind="columns")).write_pdf(HERE / "columns-two.pdf")
    picture = base64.b64encode(png()).decode()
    scan = f'<img src="data:image/png;base64,{picture}" style="width: 100%; height: 15cm">'
    weasyprint.HTML(string=f"<title>Scan</title>{scan}<p style='break-before: page'>{scan}").write_pdf(
        HERE / "scan.pdf"
    )
    for name, password in (("locked.pdf", "weir"), ("owner.pdf", "")):
        writer = pypdf.PdfWriter(clone_from=HERE / "columns-none.pdf")
        # RC4 of 128 bits, as old programs have it, needs no other package to open.
        writer.encrypt(user_password=password, owner_password="gauge", algorithm="RC4-128")
        writer.write(HERE / name)


def png() -> bytes:
    """A small grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes((x * y) % 251 for x in range(40)) for y in range(60))
    head = struct.pack(">IIBBBBB", 40, 60, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def word() -> None:
    import docx

    document = docx.Document()
    document.core_properties.title = TITLE
    document.core_properties.author = "Ada Sand"
    document.core_properties.language = "en-GB"
    document.core_properties.created = datetime(2026, 5, 20, 15, 2, tzinfo=UTC)
    document.core_properties.modified = datetime(2026, 5, 20, 17, 40, tzinfo=UTC)
    document.add_heading(TITLE, 0)
    for text in (LEAD, REPLY):
        document.add_paragraph(text)
    document.add_heading("What happens next", 1)
    for point in POINTS:
        document.add_paragraph(point, style="List Bullet")
    table = document.add_table(rows=0, cols=2)
    for cells in SHARES:
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    document.add_paragraph(QUOTE, style="Quote")
    document.add_paragraph(CLOSING)
    document.sections[0].header.paragraphs[0].text = "Northern Wire · Water desk"
    document.add_picture(io.BytesIO(png()))
    document.save(str(HERE / "word.docx"))


def opendocument() -> None:
    import odfdo

    document = odfdo.Document("text")
    document.meta.title = TITLE
    document.meta.initial_creator = "Ada Sand"
    document.meta.creation_date = datetime(2026, 5, 20, 15, 2, tzinfo=UTC)
    document.meta.date = datetime(2026, 5, 20, 17, 40, tzinfo=UTC)
    document.meta.language = "en-GB"
    body = document.body
    body.clear()
    body.append(odfdo.Header(1, TITLE))
    for text in (LEAD, REPLY):
        body.append(odfdo.Paragraph(text))
    body.append(odfdo.Header(2, "What happens next"))
    body.append(odfdo.List(list(POINTS)))
    table = odfdo.Table("Shares")
    for cells in SHARES:
        row = odfdo.Row()
        row.set_values(list(cells))
        table.append_row(row)
    body.append(table)
    body.append(odfdo.Paragraph(QUOTE))
    body.append(odfdo.Paragraph(CLOSING))
    document.save(HERE / "opendocument.odt")


def office() -> None:
    """What LibreOffice saves of the page, in its own format and in Word's, and the Word file as PDF."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "office.html"
        source.write_text(page(style=""), encoding="utf-8")
        home = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        (Path(folder) / "word.docx").write_bytes((HERE / "word.docx").read_bytes())
        for before, ending in (
            ("office.html", "odt:writer8"),
            ("office.odt", "docx:MS Word 2007 XML"),
            ("word.docx", "pdf"),
        ):
            command = ["soffice", home, "--headless", "--convert-to", ending, "--outdir", folder, f"{folder}/{before}"]
            subprocess.run(command, check=True, capture_output=True)
        for name in ("office.odt", "office.docx", "word.pdf"):
            (HERE / name).write_bytes((Path(folder) / name).read_bytes())


def mail(
    subject: str, text: str, html: str | None = None, *, sender: str = "Ada Sand <ada@example.org>"
) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "Fisheries desk <desk@harbour.example>"
    message["Subject"] = subject
    message["Date"] = "Wed, 20 May 2026 19:40:00 +0200"
    message["Message-ID"] = f"<{zlib.crc32(subject.encode()):x}@example.org>"
    message.set_content(text)
    if html is not None:
        message.add_alternative(html, subtype="html")
    return message


ITEMS = (
    ("No deal on Vardo water", LEAD, "https://northernwire.example/vardo"),
    (
        "Ferry company cuts night crossings",
        "Marlpost will cut a third of its night crossings in June, it said on Monday. “Nobody sails at three in the morning,” its director, Ines Marr, said. The union of seafarers rejected the plan.",
        "https://northernwire.example/ferries",
    ),
    ("Gauges to be read by Norrmark alone", REPLY, "https://northernwire.example/gauges"),
)


def newsletter() -> EmailMessage:
    """As the services that send newsletters lay them out: tables in tables, a hidden first line, a notice at the end."""
    rows = "".join(
        f'<tr><td style="padding:16px"><table width="100%"><tr><td><h2><a href="{link}">{title}</a></h2></td></tr>'
        f'<tr><td><p>{text}</p><p><a href="{link}">Read more</a></p></td></tr></table></td></tr>'
        for title, text, link in ITEMS
    )
    html = (
        '<html lang="en-GB"><head><style>td { color: #222 }</style></head><body>'
        '<div style="display:none;max-height:0">Today: water, ferries and gauges &#847;&zwnj;&nbsp;</div>'
        '<table width="600"><tr><td><a href="https://northernwire.example/m/1">View this email in your browser</a></td></tr>'
        f"<tr><td>WORLD</td></tr>{rows}<tr><td><small>You are receiving this email because you subscribed. "
        '<a href="https://northernwire.example/u">Unsubscribe</a></small></td></tr>'
        "<tr><td>© 2026 Northern Wire, 4 Quay Street, Port Oke</td></tr></table></body></html>"
    )
    text = "\n\n".join(f"{title}\n{text}\n{link}" for title, text, link in ITEMS)
    message = mail(
        "Northern Wire Daily: water, ferries, gauges", text, html, sender="Northern Wire <daily@northernwire.example>"
    )
    message["List-Id"] = "Northern Wire Daily <daily.northernwire.example>"
    message["List-Unsubscribe"] = "<https://northernwire.example/u>"
    return message


def mails() -> None:
    release = mail("Fwd: Talks on the Vardo weir", f"{LEAD}\n\n{QUOTE}\n\n-- \nAda Sand\nPress office\n")
    release.add_attachment(
        (HERE / "columns-none.pdf").read_bytes(),
        maintype="application",
        subtype="octet-stream",
        filename="statement.pdf",
    )
    release.add_attachment(png(), maintype="image", subtype="png", filename="weir.png")
    (HERE / "release.eml").write_bytes(release.as_bytes())
    (HERE / "newsletter.eml").write_bytes(newsletter().as_bytes())
    (HERE / "newsletters.mbox").unlink(missing_ok=True)
    box = mailbox.mbox(HERE / "newsletters.mbox")
    quoted = "From the quay, the weir looks shut. " + REPLY
    for message in (newsletter(), mail("A note from the quay", f"Dear desk,\n\n{quoted}\n")):
        kept = mailbox.mboxMessage(message)
        kept.set_from("daily@northernwire.example", (2026, 5, 20, 17, 40, 0, 2, 140, 0))
        box.add(kept)
    box.close()


def main() -> None:
    pdfs()
    word()
    opendocument()
    office()
    mails()


if __name__ == "__main__":
    main()
