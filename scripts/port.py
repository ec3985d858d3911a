"""Stop `make run` before it sets anything up when its port is taken."""

from __future__ import annotations

import socket
import sys

from config import Settings


def taken(port: int) -> bool:
    """Whether somebody listens on this machine's own address at this port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as knock:
        return knock.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    wanted = Settings.from_environment().port
    if taken(wanted):
        sys.exit(f"Port {wanted} is in use, perhaps by another `make run`. Choose another: make run PORT={wanted + 1}")
