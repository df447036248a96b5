"""Asks for a page many times on one TLS connection, and takes the answers only when the server stops.

Arguments: port, certificates, path, process and the signals that it is sent, all at one moment, once
the first answer has begun. Prints how many answers were whole, and whether the last said that the
connection closes, which it must before TLS ends.
"""

import os
import signal
import socket
import ssl
import sys

port, authorities, path, process = int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
signals = [int(number) for number in sys.argv[5:]]


def wait_until_closed():
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            return
        except ConnectionResetError:
            # Was in the queue of the socket that is being closed.
            pass


plain = socket.socket()
plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
plain.connect(("127.0.0.1", port))
context = ssl.create_default_context(cafile=authorities)
connection = context.wrap_socket(plain, server_hostname="localhost", suppress_ragged_eofs=False)
connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode() * 120)
data = connection.recv(100)
for number in [signal.SIGSTOP, *signals, signal.SIGCONT]:
    os.kill(process, number)
wait_until_closed()
while piece := connection.recv(65536):
    data += piece
answers, closes = 0, False
while data:
    head, _, data = data.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    assert lines[0] == b"http/1.1 200 ok", lines[0]
    length = int([l for l in lines if l.startswith(b"content-length:")][0].split(b":")[1])
    assert len(data) >= length, "cut off"
    data = data[length:]
    answers += 1
    closes = b"connection: close" in lines
print(answers, closes, flush=True)
