"""`buergerbuero`, with a push service of the tests in place of the internet's.

Arguments: the authority's certificate, the port of the service, and then those of the program.
"""

import ssl
import sys
from typing import Any

from buergerbuero import server
from buergerbuero.cli import main
from buergerbuero.push.sending import Sender

LOOPBACK = "127.0.0.1"


def start(authority: str, port: str, *arguments: str) -> int:
    serve = server.serve

    def serve_with_receiver(*args: Any, **facts: Any) -> int:
        from buergerbuero.asgi import postman  # noqa: PLC0415  # after set_up

        postman.sender = Sender(
            resolve=lambda host: [LOOPBACK],
            is_public=lambda address: address == LOOPBACK,
            trust=ssl.create_default_context(cafile=authority),
            port=int(port),
        )
        return serve(*args, **facts)

    server.serve = serve_with_receiver
    return main(arguments)


if __name__ == "__main__":
    sys.exit(start(*sys.argv[1:]))
