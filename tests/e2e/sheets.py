"""Papers to give: PDF, photographs, and what only pretends."""

PAGE = b"BT /F1 24 Tf 40 150 Td (%s) Tj ET 0.8 0.1 0.1 rg 40 40 60 60 re f"
EXIF_TURNED = (
    b"\xff\xe1\x00\x22Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01"
    b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
)


def pdf(*texts: str, locked: bool = False) -> bytes:
    """With these words on its pages, and a script that wants to run."""
    streams = [_stream(PAGE % text.encode("latin-1")) for text in texts]
    fonts = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    return _document(streams, fonts, locked=locked)


def photograph(jpeg: bytes) -> bytes:
    """As a phone takes it: lying on its side, with a note that says so."""
    return jpeg[:2] + EXIF_TURNED + jpeg[2:]


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _document(streams: list[bytes], resources: bytes, *, locked: bool) -> bytes:
    pages = range(len(streams))
    first, after = 4, 4 + len(streams)
    kids = b" ".join(b"%d 0 R" % (after + page) for page in pages)
    script = b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\); this.print\\(\\)) >>"
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % script,
        b"<< /Type /Pages /Count %d /Kids [%s] /MediaBox [0 0 300 200] >>" % (len(pages), kids),
        resources,
        *streams,
        *(
            b"<< /Type /Page /Parent 2 0 R /Resources 3 0 R /Contents %d 0 R >>" % (first + page)
            for page in pages
        ),
    ]
    return _numbered(bodies, locked=locked)


def _numbered(bodies: list[bytes], *, locked: bool) -> bytes:
    content, places = b"%PDF-1.5\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    lock = (
        b"/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>"
        % (b"11" * 32, b"22" * 32)
        if locked
        else b""
    )
    size = len(bodies) + 1
    content_end = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (size, lock)
    return content + content_end + trailer + b"startxref\n%d\n%%%%EOF\n" % len(content)
