"""Small PDFs, made byte by byte (ISO 32000-1, 7.5), so that tests need no files."""

import zlib


def a_pdf(*contents: bytes, times: int = 1) -> bytes:
    """A PDF with a page for each content stream; the last stands on `times` pages."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for number, content in enumerate(contents, 1):
        packed = zlib.compress(content)
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed))
        stream = len(objects)
        for _ in range(times if number == len(contents) else 1):
            objects.append(
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R"
                b" /Resources << /Font << /F1 3 0 R >> >> >>" % stream
            )
            kids.append(len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, thing in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, thing)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer << /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, table))


def lines(*texts: str) -> bytes:
    """The content of a page with these lines."""
    shown = " 0 -14 Td ".join(f"({text}) Tj" for text in texts)
    return f"BT /F1 12 Tf 72 700 Td {shown} ET".encode("ascii")
