"""Downloads GeoNames' files of countries: resumed where they broke off, tried again, checked, unpacked with care."""

from __future__ import annotations

import http.client
import re
import socket
import sys
import time
import urllib.error
import urllib.request
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from gazetteer.errors import DataError, ReportedError

_BLOCK = 1 << 16
_COUNTRY = re.compile("[A-Z]{2}")
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")
_OK, _PARTIAL, _NOT_FOUND, _UNSATISFIABLE, _TOO_MANY, _SERVER = 200, 206, 404, 416, 429, 500
_BAR = 24
_MEGABYTE = 1_000_000


class FetchError(ReportedError):
    """A download that came to nothing, with the reason and what to do."""


class _AgainError(Exception):
    """What may be better the next time."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How patient a download is: `stall` seconds without a byte, `tries` in all, sizes in bytes."""

    stall: float = 30.0
    tries: int = 5
    largest: int = 600 * _MEGABYTE
    largest_unpacked: int = 3_000 * _MEGABYTE
    sleep: Callable[[float], None] = time.sleep


_USUAL = Limits()


def geonames(code: str, folder: Path, base_url: str, limits: Limits = _USUAL) -> list[Path]:
    """The country's dump and alternate names, unpacked in `folder`. Raises FetchError or DataError."""
    country = code.strip().upper()
    if not _COUNTRY.fullmatch(country):
        raise FetchError(f"{code!r} is no country: give ISO codes of two letters such as SY IQ")
    base = base_url if base_url.endswith("/") else f"{base_url}/"
    if not base.startswith(("https://", "http://")):
        raise FetchError(f"{base_url!r} is no address: it begins with https:// or http://")
    found = []
    for path, name in ((f"{country}.zip", country), (f"alternatenames/{country}.zip", f"{country}-alternatenames")):
        packed = folder / f"{name}.zip"
        download(base + path, packed, limits)
        try:
            found.append(unpacked(packed, f"{country}.txt", folder / f"{name}.txt", limits.largest_unpacked))
        finally:
            packed.unlink(missing_ok=True)
    return found


def download(url: str, target: Path, limits: Limits = _USUAL, out: TextIO | None = None) -> Path:
    """Downloads a file, going on where an earlier try broke off. Raises FetchError when it can't be had whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    told = "nothing came"
    for attempt in range(limits.tries):
        if attempt:
            limits.sleep(min(2.0 ** (attempt - 1), 30.0))
        try:
            _try(url, part, limits, _Bar(target.name, out or sys.stderr))
        except _AgainError as error:
            told = str(error)
            continue
        except OSError as error:
            raise FetchError(f"{part} can't be written: {error.strerror or error}") from error
        part.replace(target)
        _mark(part).unlink(missing_ok=True)
        return target
    kept = part.stat().st_size if part.exists() else 0
    rest = f"; {kept:,} bytes are kept, the same command goes on from there" if kept else ""
    raise FetchError(f"{url} could not be downloaded in {limits.tries} tries: {told}{rest}")


def unpacked(packed: Path, member: str, target: Path, largest: int) -> Path:
    """Unpacks one member under a name of our own, so that no path in the file counts.

    Raises DataError when the file is damaged, has no such member or holds more than `largest` bytes.
    """
    new = target.with_name(f"{target.name}.new")
    try:
        with zipfile.ZipFile(packed) as archive, archive.open(member) as source, new.open("wb") as out:
            size = 0
            # Counted as it comes: what the file says of its size may be a lie.
            while block := source.read(_BLOCK):
                size += len(block)
                if size > largest:
                    raise DataError(packed, None, f"holds more than {largest:,} bytes", advice="not unpacked")
                out.write(block)
        new.replace(target)
    except KeyError as error:
        raise DataError(packed, None, "the zip file has no such file in it", value=member) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise DataError(packed, None, "is no sound zip file", value=error, advice="download it again") from error
    finally:
        new.unlink(missing_ok=True)
    return target


def _try(url: str, part: Path, limits: Limits, bar: _Bar) -> None:
    have = part.stat().st_size if part.exists() else 0
    mark = _mark(part).read_text(encoding="ascii").strip() if have and _mark(part).exists() else ""
    request = urllib.request.Request(url, headers={"User-Agent": "rasd-gazetteer", "Accept-Encoding": "identity"})  # noqa: S310
    if have and mark:
        # With If-Range a file that has changed meanwhile comes whole, not as the rest of another.
        request.add_header("Range", f"bytes={have}-")
        request.add_header("If-Range", mark)
    try:
        with urllib.request.urlopen(request, timeout=limits.stall) as answer:  # noqa: S310 - scheme checked by callers
            _receive(answer, part, have, limits, bar)
    except urllib.error.HTTPError as error:
        error.close()
        _refused(url, error.code, part)
    except TimeoutError as error:
        raise _AgainError(f"the server sent nothing for {limits.stall:g} s") from error
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise _AgainError(f"the server sent nothing for {limits.stall:g} s") from error
        if isinstance(error.reason, socket.gaierror):
            raise FetchError(
                f"{url}: there is no network, or no server of this name ({error.reason.strerror})"
            ) from error
        raise _AgainError(f"there is no network, or the server can't be reached ({error.reason})") from error
    except (http.client.HTTPException, ConnectionError) as error:
        raise _AgainError(f"the connection broke off ({type(error).__name__})") from error
    finally:
        bar.close()


def _refused(url: str, status: int, part: Path) -> None:
    if status == _NOT_FOUND:
        raise FetchError(f"{url} does not exist (404): check the country's code and the address")
    if status == _UNSATISFIABLE:
        part.unlink(missing_ok=True)
        raise _AgainError("the server has another file than the one begun (416)")
    if status >= _SERVER or status == _TOO_MANY:
        raise _AgainError(f"the server answers {status}")
    raise FetchError(f"{url}: the server answers {status}")


def _receive(answer: http.client.HTTPResponse, part: Path, have: int, limits: Limits, bar: _Bar) -> None:
    start = _start(answer, have, part)
    length = answer.headers.get("Content-Length", "")
    total = start + int(length) if length.isdigit() else None
    if (total or 0) > limits.largest:
        raise FetchError(f"{answer.url} is larger than {limits.largest:,} bytes ({total:,}): not downloaded")
    validator = answer.headers.get("ETag", "")
    if not validator or validator.startswith("W/"):
        validator = answer.headers.get("Last-Modified", "")
    _mark(part).write_text(validator if validator.isascii() else "", encoding="ascii")
    got = start
    with part.open("ab" if start else "wb") as out:
        try:
            while block := answer.read1(_BLOCK):
                out.write(block)
                got += len(block)
                bar.show(got, total)
                if got > limits.largest:
                    raise FetchError(f"{answer.url} is larger than {limits.largest:,} bytes: not downloaded")
        except http.client.IncompleteRead as error:
            out.write(error.partial)
            raise
    if total is not None and got != total:
        raise _AgainError(f"{got:,} of {total:,} bytes came")


def _start(answer: http.client.HTTPResponse, have: int, part: Path) -> int:
    """Where what comes now begins: a server that knows no ranges sends all anew."""
    if answer.status == _OK:
        return 0
    told = _RANGE.fullmatch(answer.headers.get("Content-Range", "").strip())
    if answer.status != _PARTIAL or told is None or int(told[1]) != have:
        part.unlink(missing_ok=True)
        raise _AgainError("the server sent another part than was asked for")
    return have


def _mark(part: Path) -> Path:
    """Where the mark (ETag or date) of the file that was begun is kept."""
    return part.with_name(f"{part.name}.mark")


class _Bar:
    """A progress bar on a terminal; nothing where output goes to a file."""

    def __init__(self, name: str, out: TextIO) -> None:
        self._name, self._out, self._shown = name, out, ""
        self._on = out.isatty()

    def show(self, got: int, total: int | None) -> None:
        if not self._on:
            return
        if total:
            done = int(_BAR * got / total)
            line = f"{self._name} [{'#' * done}{'.' * (_BAR - done)}] {100 * got // total:3d} %"
            line += f" {got / _MEGABYTE:.1f}/{total / _MEGABYTE:.1f} MB"
        else:
            line = f"{self._name} {got / _MEGABYTE:.1f} MB"
        if line != self._shown:
            self._out.write(f"\r{line}")
            self._out.flush()
            self._shown = line

    def close(self) -> None:
        if self._shown:
            self._out.write("\n")
            self._shown = ""
