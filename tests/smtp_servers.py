"""Small mail servers for tests, each on a port of its own: one that takes letters, and those that do not."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread


@dataclass
class SmtpServer:
    port: int
    #: What came in, line by line, over all conversations.
    heard: list[str] = field(default_factory=list)
    #: Set when the test is over: whoever hangs may go.
    over: Event = field(default_factory=Event)


Conversation = Callable[[socket.socket, SmtpServer], None]


@contextmanager
def serving(conversation: Conversation) -> Iterator[SmtpServer]:
    """A server that has this conversation with everybody who comes."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = SmtpServer(listening.getsockname()[1])
        thread = Thread(target=_accept, args=(listening, conversation, server), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(10)


def _accept(listening: socket.socket, conversation: Conversation, server: SmtpServer) -> None:
    while True:
        try:
            there, _ = listening.accept()
        except OSError:
            return
        with there:
            there.settimeout(10)
            try:
                conversation(there, server)
            except OSError:
                continue


def answering(**answers: str) -> Conversation:
    """Speaks SMTP; `answers` says otherwise for a verb, such as AUTH="535 No"."""
    said = {
        "EHLO": "250-here\r\n250 AUTH PLAIN",
        "DATA": "354 Go on",
        "QUIT": "221 Bye",
        "AUTH": "235 Welcome",
    } | answers

    def converse(there: socket.socket, server: SmtpServer) -> None:
        there.sendall(f"{said.get('GREETING', '220 here')}\r\n".encode())
        letter = False
        with there.makefile("r", encoding="utf-8", errors="replace", newline="\r\n") as lines:
            for raw in lines:
                line = raw.rstrip("\r\n")
                server.heard.append(line)
                verb = line.partition(" ")[0].upper()
                if letter and line != ".":
                    continue
                if letter:
                    letter, verb = False, "END"
                answer = said.get(verb, "250 Ok").replace("WHAT YOU SENT", line)
                there.sendall(f"{answer}\r\n".encode())
                letter = verb == "DATA" and answer.startswith("354")
                if verb == "QUIT":
                    return

    return converse


def silent(_there: socket.socket, server: SmtpServer) -> None:
    """Takes the connection and says nothing, as one that waits for TLS does."""
    server.over.wait(30)


def dripping(there: socket.socket, server: SmtpServer) -> None:
    """Sends its greeting a sign at a time and never comes to its end."""
    while not server.over.wait(0.2):
        there.sendall(b"2")


def closing(there: socket.socket, server: SmtpServer) -> None:
    """Hangs up."""
