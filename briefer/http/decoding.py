"""The transfer's own compression undone, a bounded piece at a time, so that no bomb goes off."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

#: `zlib.Decompress`, whose type has no public name.
_Inflater = Any
#: What is asked for.
ACCEPTED = "gzip, deflate"
_PIECE = 64 * 1024


class BrokenEncodingError(Exception):
    """Bytes that are not what their `Content-Encoding` says."""


class Decoder:
    """Undoes one `Content-Encoding`."""

    def __init__(self, encoding: str) -> None:
        self._kind = encoding.strip().lower().removeprefix("x-")
        if self._kind not in ("", "identity", "gzip", "deflate"):
            raise BrokenEncodingError(f"it is packed with “{encoding}”, which was not asked for")
        packed = self._kind in ("gzip", "deflate")
        self._inner: _Inflater = zlib.decompressobj(zlib.MAX_WBITS | 32) if packed else None
        self._begun = False

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """The bytes, decoded, in pieces of a bounded size."""
        if self._inner is None:
            yield data
            return
        try:
            full = False
            # A full piece may have left more inside, although its input is used up.
            while data or full:
                if self._inner.eof:
                    # A second member may follow the first; what else stands behind a stream is padding.
                    if not data.startswith(b"\x1f\x8b"):
                        return
                    self._inner = zlib.decompressobj(zlib.MAX_WBITS | 32)
                piece = self._inner.decompress(data, _PIECE) if self._begun else self._first(self._inner, data)
                self._begun = True
                full = len(piece) == _PIECE
                yield piece
                data = self._inner.unused_data if self._inner.eof else self._inner.unconsumed_tail
        except zlib.error as error:
            raise BrokenEncodingError(f"its packing is broken ({error})") from error

    def _first(self, inner: _Inflater, data: bytes) -> bytes:
        """The first piece; some servers send deflate without its header."""
        try:
            return bytes(inner.decompress(data, _PIECE))
        except zlib.error:
            if self._kind != "deflate":
                raise
            self._inner = zlib.decompressobj(-zlib.MAX_WBITS)
            return bytes(self._inner.decompress(data, _PIECE))

    @property
    def whole(self) -> bool:
        """Whether nothing is missing at the end."""
        return self._inner is None or bool(self._inner.eof) or not self._begun
