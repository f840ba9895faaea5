"""What tells that a package, or the XML in it, is damaged."""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What the standard library raises, between them, for packages that are cut short, changed or made of unknown methods.
# KeyError is left out: it says that a part is not there.
DAMAGE = (
    zipfile.BadZipFile,
    OSError,
    ValueError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    IndexError,
    struct.error,
    zlib.error,
)
# What some systems write into texts though XML does not allow it, and readers read: control characters, and "]]>".
_BLANKED = bytes(32 if byte < 32 and byte not in b"\t\n\r" else byte for byte in range(256))
_WIDE = (b"\xff\xfe", b"\xfe\xff")


class IllFormedError(ValueError):
    """XML whose tags do not close, or that ends too early: a reader may take it for a blank sheet, or lose rows of it."""


def well_formed(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The blocks of a part as they are. Raises IllFormedError where they are no XML or declare a type of document."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    wide = False
    try:
        for number, block in enumerate(blocks):
            wide = wide or (not number and block.startswith(_WIDE))
            parser.Parse(block if wide else _usual(block), False)
            yield block
        parser.Parse(b"", True)
    except expat.ExpatError:
        pass
    else:
        return
    # raised apart from the parser's own error
    raise IllFormedError


def is_well_formed(text: bytes) -> bool:
    """Whether a piece is XML with one outermost tag."""
    try:
        return all(True for _ in well_formed([text]))
    except IllFormedError:
        return False


def _usual(block: bytes) -> bytes:
    block = block.translate(_BLANKED)
    return block.replace(b"]]>", b"]] ") if b"]]>" in block and b"<![CDATA[" not in block else block


def _refuse(*_: object) -> None:
    raise IllFormedError
