"""A TLS server that answers every GET with what it knows of the connection, as JSON.

Arguments: certificate, key, and perhaps the CA of the client certificates that it insists on; `old` before
them for a server that speaks TLS 1.0 and 1.1 only.
The first line on standard output is the port. The end of standard input ends the program.
"""

import http.server
import itertools
import json
import os
import ssl
import sys
import threading

numbers = itertools.count(1)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self):
        self.number = next(numbers)
        self.request.do_handshake()
        super().setup()

    def do_GET(self):
        names = [self.request.getpeercert()] if client_ca else []
        body = json.dumps({
            "connection": self.number,
            "host": self.headers["Host"],
            "path": self.path,
            "server_name": getattr(self.request, "server_name", None),
            "resumed": self.request.session_reused,
            "client": [n["subject"][0][0][1] for n in names],
        }).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        if self.path == "/close":
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        pass


is_old = sys.argv[1] == "old"
certificate, key, *client_ca = sys.argv[1 + is_old:]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
if is_old:
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
context.load_cert_chain(certificate, key)
context.sni_callback = lambda connection, name, _: setattr(connection, "server_name", name)
if client_ca:
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(client_ca[0])
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
server = Server(("127.0.0.1", 0), Handler)
server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
print(server.server_address[1], flush=True)
server.serve_forever()
