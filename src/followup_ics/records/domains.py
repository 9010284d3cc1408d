"""Domains in ASCII, as the mail is sent to: IDNA 2008 (RFC 5891), mapped by UTS #46."""

from __future__ import annotations

from contextlib import suppress


def in_ascii(domain: str) -> str | None:
    """Return a domain, or a label of one, in lower case and ASCII; None where IDNA refuses it.

    What is in ASCII, and no punycode, is taken as it is.
    """
    if domain.isascii() and "xn--" not in domain.lower():
        return domain.lower()
    # Dear to import, and few domains need it.
    import idna

    with suppress(UnicodeError):
        return idna.encode(domain, uts46=True).decode()
    return None
