"""Takes all descriptors from a process that serves, and gives them back: PROCESS PORT.

While the process can open none, clients connect and ask. Prints how many of them were answered in the
end, and the fewest seconds of CPU that the process spent in a second in which it could not accept them:
it may have other work in some.
"""

import resource
import socket
import sys
import time
import urllib.request

process, port = int(sys.argv[1]), int(sys.argv[2])
limits = resource.prlimit(process, resource.RLIMIT_NOFILE)


def cpu():
    with open(f"/proc/{process}/stat", encoding="ascii") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


resource.prlimit(process, resource.RLIMIT_NOFILE, (1, limits[1]))
clients = [socket.create_connection(("127.0.0.1", port)) for _ in range(20)]
for client in clients:
    client.sendall(b"GET /-/healthy HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
spent = []
for _ in range(3):
    before = cpu()
    time.sleep(1)
    spent.append(cpu() - before)
resource.prlimit(process, resource.RLIMIT_NOFILE, limits)
answers = [client.recv(1000) for client in clients]
page = urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics").read()
assert b'reason="out_of_descriptors"' in page and b'reason="out_of_descriptors"} 0\n' not in page
print(sum(answer.startswith(b"HTTP/1.1 200") for answer in answers), f"{min(spent):.2f}")
