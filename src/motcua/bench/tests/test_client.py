"""The load generator against a real small server."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from motcua.bench.client import Plan, drive

REQUEST = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, *args):
        """Quiet."""


@pytest.fixture
def port():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def test_every_request_is_sent_once_and_timed(port):
    seen = drive(Plan(port, [[REQUEST] * 3, [REQUEST] * 2], 5.0, repeat=False, expect=200))
    assert (len(seen.times), seen.refused) == (5, 0)


def test_another_status_than_expected_is_counted(port):
    seen = drive(Plan(port, [[REQUEST]], 5.0, repeat=False, expect=302))
    assert seen.refused == 1


def test_repeated_requests_end_with_the_time(port):
    seen = drive(Plan(port, [[REQUEST]], 0.05, repeat=True, expect=200))
    assert len(seen.times) >= 1
