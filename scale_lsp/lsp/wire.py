"""The pipe to the client. Nothing but the protocol goes over it, and a server that cannot write to it any more ends."""

from __future__ import annotations

import asyncio
import os
import stat
import sys
from asyncio import IncompleteReadError, StreamReader, StreamReaderProtocol
from collections.abc import Callable
from contextlib import suppress
from threading import Event
from typing import BinaryIO

from pygls.io_ import StdinAsyncReader, run_async
from pygls.server import JsonRPCServer

LONGEST_HEADER = 2**20
"""Bytes. What sends longer lines does not speak the protocol."""


class Pipe:
    """Standard input, read by the event loop itself: a thread that reads costs two changes of threads for each line."""

    def __init__(self, stream: StreamReader) -> None:
        self._stream = stream

    @classmethod
    async def open(cls, stdin: BinaryIO) -> Pipe:
        stream = StreamReader(limit=LONGEST_HEADER)
        await asyncio.get_running_loop().connect_read_pipe(lambda: StreamReaderProtocol(stream), stdin)
        return cls(stream)

    async def readline(self) -> bytes:
        """A line, or what is left; of one that is too long, a blank line instead."""
        try:
            return await self._stream.readline()
        except ValueError:
            return b"\n"

    async def readexactly(self, n: int) -> bytes:
        """So many bytes; fewer at the end."""
        try:
            return await self._stream.readexactly(n)
        except IncompleteReadError as error:
            return error.partial


def serve(server: JsonRPCServer, stdin: BinaryIO, stdout: Wire) -> None:
    """Talk to a client until it goes or says `exit`."""

    async def talk() -> None:
        alone = _is_pipe(stdin) and not stdout.shares(stdin)
        reader = await Pipe.open(stdin) if alone else StdinAsyncReader(stdin, server.thread_pool)
        await run_async(Event(), reader, server.protocol, error_handler=server.report_server_error)

    server.protocol.set_writer(stdout)
    try:
        asyncio.run(talk())
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        server.shutdown()  # type: ignore[no-untyped-call]


def _is_pipe(file: BinaryIO) -> bool:
    """Whether the event loop can read it."""
    mode = os.fstat(file.fileno()).st_mode
    return sys.platform != "win32" and (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode))


class Wire:
    """What is left of standard output, once everybody else who writes there was sent to standard error."""

    def __init__(self, out: BinaryIO, code: Callable[[], int]) -> None:
        self._out = out
        self._code = code
        """The exit code at this moment."""

    def write(self, data: bytes) -> None:
        """What is still to be said after `exit` is of no interest."""
        if self._out.closed:
            return
        try:
            self._out.write(data)
            self._out.flush()
        except OSError:
            os._exit(self._code())  # the client is gone; the main thread may wait for input that never comes

    def shares(self, file: BinaryIO) -> bool:
        """Whether it is the same pipe as another file: one that does not block makes the other one not block."""
        return os.path.samestat(os.fstat(self._out.fileno()), os.fstat(file.fileno()))

    def close(self) -> None:
        with suppress(OSError):
            self._out.close()


def take_stdout(code: Callable[[], int]) -> Wire:
    """Standard output for the protocol alone: prints, libraries and programs they start write to standard error."""
    sys.stdout.flush()
    out = sys.stdout.fileno()
    wire = os.fdopen(os.dup(out), "wb")
    if sys.stderr is not None:
        os.dup2(sys.stderr.fileno(), out)
    sys.stdout = sys.stderr
    return Wire(wire, code)
