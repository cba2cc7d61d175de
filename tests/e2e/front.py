"""A proxy with TLS before an office, as real ones have it: for browsers that keep our cookies over
https only, on this machine too."""

import http.client
import http.server
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.push.receiver import make_certificates

LOOPBACK = "127.0.0.1"
PIECE = 64 * 1024
NOT_PASSED_ON = ("connection", "keep-alive", "transfer-encoding")


@contextmanager
def tls_front(directory: Path, to: int, port: int) -> Iterator[None]:
    """What reaches `port` by https goes to `to`; the certificate is nobody's."""
    make_certificates(directory, "localhost")
    server = http.server.ThreadingHTTPServer((LOOPBACK, port), _handler_of(to))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(directory / "server.pem", directory / "server.key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def _handler_of(to: int) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._pass_on(b"")

        def do_POST(self) -> None:
            self._pass_on(self.rfile.read(int(self.headers.get("content-length", 0))))

        def _pass_on(self, body: bytes) -> None:
            office = http.client.HTTPConnection(LOOPBACK, to)
            headers = {name: value for name, value in self.headers.items() if name != "Connection"}
            headers |= {"X-Forwarded-Proto": "https", "X-Forwarded-For": LOOPBACK}
            office.request(self.command, self.path, body, headers)
            answer = office.getresponse()
            self.send_response_only(answer.status, answer.reason)
            for name, value in answer.getheaders():
                if name.lower() not in NOT_PASSED_ON:
                    self.send_header(name, value)
            self.end_headers()
            # Whoever leaves a page ends its stream in the middle.
            with suppress(OSError):
                while piece := answer.read1(PIECE):
                    self.wfile.write(piece)
                    self.wfile.flush()
            office.close()

        def log_message(self, *_: object) -> None:
            """Nobody reads along."""

    return Handler
