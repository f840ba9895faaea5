"""Files under an opening password. What comes out stays in memory; it is never written anywhere."""

from __future__ import annotations

import io
import sys

from nqi_limits.errors import InputProblem
from nqi_limits.findings.model import Wording

PACKAGE = "msoffcrypto-tool>=5.4"


def decrypted(data: bytes, file: str, password: str | None) -> bytes:
    """The workbook inside an encrypted one.

    Raises InputProblem where no password was given, where it does not open the file, where the file is encrypted in a
    way that is not known, and where the library that decrypts is not installed.
    """
    if password is None:
        raise InputProblem(Wording("sources.encrypted", {"file": file}))
    try:
        import msoffcrypto
        from msoffcrypto.exceptions import InvalidKeyError
    except ImportError:
        raise InputProblem(Wording("sources.no-decryption", {"file": file, "command": _install()})) from None
    plain = io.BytesIO()
    key = "cannot-decrypt"
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(data))
        office.load_key(password=password, verify_password=True)
        office.decrypt(plain)
        return plain.getvalue()
    except InvalidKeyError:
        key = "wrong-password"
    except Exception:  # noqa: S110 - of a damaged file the library raises whatever its parsers do
        pass
    # raised apart from the library's own error, which may carry the key
    raise InputProblem(Wording(f"sources.{key}", {"file": file}))


def _install() -> str:
    """What to type so that the Python that runs this has the package."""
    return f'"{sys.executable or "python"}" -m pip install "{PACKAGE}"'
