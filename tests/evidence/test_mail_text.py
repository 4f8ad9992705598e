"""The words of e-mails."""

import pytest

from regesta.events import mail_text as module
from regesta.events.extraction import extract
from regesta.events.mail_text import mail_text

NESTED = b"""\
Received: from nowhere
From: =?utf-8?q?J=C3=BCrgen?= <j@example.org>
To: "A" <a@example.org>,
 =?utf-8?b?w6k=?= <e@example.org>
Date: Tue, 6 Aug 2019 10:00:00 +0000
Subject: A letter
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=outer

--outer
Content-Type: multipart/alternative; boundary=inner

--inner
Content-Type: text/html

<p>the <b>html</b> body
--inner
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

the na=EFve =
body
--inner--
--outer
Content-Type: message/rfc822

From: other@example.org
Subject: forwarded

not this
--outer
Content-Type: text/plain
Content-Disposition: attachment; filename="../../etc/passwd"

nor this
--outer--
"""


def test_who_when_what_and_the_plain_body_are_read() -> None:
    read = mail_text(NESTED)
    assert read.text == (
        'From: Jürgen <j@example.org>\nTo: "A" <a@example.org>, é <e@example.org>\n'
        "Date: Tue, 6 Aug 2019 10:00:00 +0000\nSubject: A letter\n\nthe naïve body"
    )
    assert read.note == "Attachments and further parts are not read: 2."


def test_the_html_body_is_read_where_there_is_no_plain_one() -> None:
    read = mail_text(b"Subject: x\nContent-Type: text/html\n\n<p>a<b>b</b><p>c")
    assert read.text == "Subject: x\n\nab\n\nc"
    assert read.reader.startswith("lxml ")


BOTH = b"""\
Subject: x
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain

%s
--b
Content-Type: text/html

<p>the html
--b--
"""


def test_a_blank_plain_body_gives_way_to_the_html_one() -> None:
    assert mail_text(BOTH % b"the plain").text == "Subject: x\n\nthe plain"
    assert mail_text(BOTH % b" ").text == "Subject: x\n\nthe html"


def test_texts_that_stand_in_line_follow_the_body() -> None:
    data = BOTH.replace(b"alternative", b"mixed").replace(b"--b--", b"--b\nContent-Type: text/plain\n\nlast\n--b--")
    read = mail_text(data % b"first")
    assert (read.text, read.note) == ("Subject: x\n\nfirst\n\nthe html\n\nlast", "")


def test_encodings_by_the_names_that_mail_programs_use() -> None:
    words = "שלום".encode("iso8859-8")
    data = b"Subject: =?iso-8859-8-i?B?+ezl7Q==?=\nContent-Type: text/plain; charset=iso-8859-8-i\n\n" + words
    assert mail_text(data).text == "Subject: שלום\n\nשלום"


def test_a_guess_is_told_and_a_named_encoding_is_believed_first() -> None:
    data = b"Subject: x\nContent-Type: text/plain; charset=utf-8\n\n" + "Посол".encode("cp1251")
    assert "no utf-8" in mail_text(data).note
    assert mail_text(data, "cp1251").text == "Subject: x\n\nПосол"
    assert "--charset" in mail_text(data.replace(b"; charset=utf-8", b"")).note


def test_a_header_that_is_too_long_costs_little() -> None:
    read = mail_text(b"Subject: " + b"=?utf-8?q?a?= " * 1_000_000 + b"\n\nx")
    assert len(read.text) < module.MAX_HEADER and read.text.startswith("Subject: aaa")
    long = b"Content-Type: text/plain" + b"; a=b" * 100_000 + b"\n\nx"
    assert mail_text(long).note == "The e-mail has headers too long to be read."


def test_raw_utf_8_in_a_header_is_read() -> None:
    assert mail_text("Subject: Café\n\nx".encode()).text == "Subject: Café\n\nx"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 1000,
        b"Content-Type: multipart/mixed; boundary=\n\n--\n",
        b"Content-Type: text/plain; charset=rot13\n\nx",
        b"Content-Type: text/plain; charset*=x''%\n\nx",
        b"Content-Transfer-Encoding: base64\n\n\xff\xff=",
        b"Subject: =?x-unknown?b?////?= =?utf-8?q?=FF?=\n\nx",
        b"From: " + b'"' * 10_000 + b"\n\nx",
        b"From: " + b"(" * 10_000 + b"\n\nx",
    ],
)
def test_a_crafted_mail_gives_text_or_none(data: bytes) -> None:
    found = extract(data, "message/rfc822")
    assert found.text or found.note


def test_parts_nested_too_deeply_are_told() -> None:
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(2000))
    assert "damaged (RecursionError)" in mail_text(deep + b"\nhello").note


def test_a_mail_that_would_take_hours_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_COMPARISONS", 10)
    assert mail_text(NESTED).note == "The e-mail has too many lines and parts to be read."
