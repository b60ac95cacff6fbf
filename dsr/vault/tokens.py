"""What is sealed is found again by keyed digests of its words and their beginnings, of which no word can be read.

Case and accents are folded; "ü" is found as "u" and as "ue". Names cannot be tried
by who has the database without the pepper.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable, Iterator

from django.conf import settings

SHORTEST, LONGEST = 3, 24
WORD = re.compile(r"[^\W_]+")
# Letters that are not taken apart into a plain one and its mark.
PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "\u0131": "i"}
)
SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})


def fold(text: str) -> str:
    """Return a text without case and accents.

    >>> fold("MÜLLER-Łukasz, Straße")
    'muller-lukasz, strasse'
    """
    apart = unicodedata.normalize("NFKD", text.casefold().translate(PLAIN))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def of_words(texts: Iterable[str]) -> set[str]:
    """Return every word of some texts, and its beginnings from three letters on."""
    found = set()
    for text in texts:
        composed = unicodedata.normalize("NFC", text.casefold())
        for spelling in {fold(composed), fold(composed.translate(SPELT))}:
            for word in WORD.findall(spelling):
                found.add(word)
                found.update(word[:end] for end in range(SHORTEST, min(len(word), LONGEST) + 1))
    return found


def of_addresses(addresses: Iterable[str]) -> set[str]:
    """Return mail addresses as a whole, their hosts, and the words before the sign with their beginnings."""
    found = set()
    for address in addresses:
        local, sign, host = address.strip().casefold().rpartition("@")
        if sign:
            found |= {f"{local}@{host}", f"@{host}"} | of_words([local])
    return found


def typed(text: str) -> Iterator[str]:
    """Yield what all must be found for a search: addresses as they are, words by their first letters."""
    for part in text.split():
        if "@" in part.strip(",;<>"):
            yield part.strip(",;<>").casefold()
        else:
            yield from (word[:LONGEST] if len(word) > LONGEST else word for word in WORD.findall(fold(part)))


def hidden(words: Iterable[str]) -> set[int]:
    """Return the keyed digest of each word, cut to 64 bits, as a number that every database stores."""
    key = hmac.new(settings.PEPPER.encode(), b"search", hashlib.sha256).digest()
    return {
        int.from_bytes(hmac.digest(key, word.encode(), "sha256")[:8], "big", signed=True) for word in words
    }
