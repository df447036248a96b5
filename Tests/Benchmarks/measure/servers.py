"""The servers that are compared, and the OCP that they speak of."""

import gzip
import json

from process import Process, free_port

HOUR = "1h"


class Bench:
    """Where the programs and the files are."""

    def __init__(self, binaries, work):
        self.binaries = binaries
        self.work = work
        (work / "password").write_text("exporter")
        (work / "password").chmod(0o600)

    def start(self, name, *arguments, port):
        return Process([name, *arguments], port, self.work / "log")

    def simulator(self, clusters, latency="0ms"):
        """An OCP whose clusters' states stand still while a measurement takes."""
        port = free_port()
        server = self.start(
            self.binaries / "ocp-simulator",
            "--clusters", clusters,
            "--latency", latency,
            "--time-scale", "1",
            "--web.listen-address", f"127.0.0.1:{port}",
            port=port,
        )
        return server.when_ready("/api/v2/time")

    def configuration(self, ocp, ids=None, interval=HOUR):
        """A file of the exporter's for one OCP."""
        settings = {
            "name": "bench",
            "url": ocp.url,
            "basic_auth": {"username": "exporter", "password_file": str(self.work / "password")},
            "poll_interval": interval,
            "stale_after": "2h",
            "max_concurrent_requests": 256,
        }
        if ids:
            settings["clusters"] = {"ids": ids}
        path = self.work / f"exporter-{ocp.port}-{interval}-{bool(ids)}.json"
        path.write_text(json.dumps({"ocps": [settings]}))
        return path

    def exporter(self, configuration):
        port = free_port()
        return self.start(
            self.binaries / "oceanbase-backup-exporter",
            "--config.file", configuration,
            "--web.listen-address", f"127.0.0.1:{port}",
            port=port,
        )

    def peer(self, name, page):
        """client-golang or victoriametrics with the samples of a page."""
        port = free_port()
        return self.start(self.work / name, f"127.0.0.1:{port}", page, port=port)

    def nginx(self, page):
        """nginx with one worker, as the exporter has one thread that serves."""
        port = free_port()
        home = self.work / f"nginx-{port}"
        home.mkdir()
        (home / "metrics").write_bytes(page.read_bytes())
        (home / "metrics.gz").write_bytes(gzip.compress(page.read_bytes(), 6))
        (home / "nginx.conf").write_text(NGINX.format(home=home, port=port))
        return self.start("nginx", "-p", home, "-c", home / "nginx.conf", port=port)


NGINX = """
daemon off; worker_processes 1; pid {home}/pid; error_log {home}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;
    client_body_temp_path {home}/b; proxy_temp_path {home}/p; fastcgi_temp_path {home}/f;
    uwsgi_temp_path {home}/u; scgi_temp_path {home}/s;
    default_type "text/plain; version=0.0.4; charset=utf-8";
    server {{ listen 127.0.0.1:{port}; root {home}; gzip_static on; }}
}}
"""
