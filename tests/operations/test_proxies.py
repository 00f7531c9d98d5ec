"""The files for Caddy and nginx in docs/operations, in front of a real server."""

import http.client
import json
import shutil
import socket
import ssl
import subprocess
import threading
import time
from contextlib import suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from caseapp.app.paths import ROOT
from caseapp.clock import now
from tests.faults.real_service import Installation

HOST = "caseapp.example.org"
SHIPPED = ROOT / "docs" / "operations"
MB = 1024 * 1024
NGINX = """
pid {folder}/nginx.pid; error_log {folder}/error.log; daemon off; events {{}}
http {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s; include {folder}/site.conf; }}
"""
PROXIES = ("nginx", "caddy")

pytestmark = pytest.mark.prove


class Echo(BaseHTTPRequestHandler):
    """An application that says which headers reached it."""

    def do_GET(self) -> None:
        body = json.dumps(dict(self.headers.items())).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_) -> None:
        """Nothing."""


class Proxy:
    """One of them, as it is shipped, but for ports, the certificate's place and who stands behind."""

    def __init__(self, name: str, folder: Path, upstream: int) -> None:
        self.folder, self.port, self.plain_port = folder, free_port(), free_port()
        folder.mkdir()
        self.certificate = certificate(folder)
        command = getattr(self, f"_{name}")(upstream)
        with (folder / "log").open("w") as log:
            self.running = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=log)
        for _tenth in range(200):
            assert self.running.poll() is None, (folder / "log").read_text()
            with socket.socket() as caller:
                if caller.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)

    def _nginx(self, upstream: int) -> list[str]:
        lines = (SHIPPED / "nginx.conf").read_text().splitlines()
        text = "\n".join(line for line in lines if "[::]" not in line)
        text = text.replace("127.0.0.1:8000", f"127.0.0.1:{upstream}").replace("/etc/ssl/caseapp", str(self.folder))
        for port, ours in (("443", self.port), ("80", self.plain_port)):
            text = text.replace(f"listen {port}", f"listen 127.0.0.1:{ours}")
        (self.folder / "site.conf").write_text(text)
        main = self.folder / "nginx.conf"
        main.write_text(NGINX.format(folder=self.folder))
        return ["nginx", "-p", str(self.folder), "-c", str(main), "-e", str(self.folder / "error.log")]

    def _caddy(self, upstream: int) -> list[str]:
        text = (SHIPPED / "Caddyfile").read_text().replace("127.0.0.1:8000", f"127.0.0.1:{upstream}")
        own = f"{HOST} {{\n\ttls {self.folder}/fullchain.pem {self.folder}/privkey.pem\n\tbind 127.0.0.1\n"
        ports = f"{{\n\tadmin off\n\thttp_port {self.plain_port}\n\thttps_port {self.port}\n}}\n"
        (self.folder / "Caddyfile").write_text(ports + text.replace(f"{HOST} {{\n", own))
        return ["caddy", "run", "--config", str(self.folder / "Caddyfile"), "--adapter", "caddyfile"]

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str):
        """Over TLS, with the certificate checked."""
        trusting = ssl.create_default_context(cafile=str(self.certificate))
        connection = http.client.HTTPConnection(HOST, timeout=30)
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        connection.sock = trusting.wrap_socket(plain, server_hostname=HOST)
        with suppress(ssl.SSLEOFError):  # what is too large need not be read to its end
            connection.request(method, path, body, {name.replace("_", "-"): text for name, text in headers.items()})
        answer = connection.getresponse()
        answer.text = answer.read().decode()
        connection.close()
        return answer

    def stop(self) -> None:
        self.running.terminate()
        self.running.wait(20)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def certificate(folder: Path) -> Path:
    """A certificate for the host's name, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    long = timedelta(days=3650)  # the clock of tests is not that of the proxy
    days = (now() - long, now() + long)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), *days)
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), False).sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(made.public_bytes(pem))
    private = (pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "privkey.pem").write_bytes(key.private_bytes(*private))
    return folder / "fullchain.pem"


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """The real server, with the settings for real records."""
    settings = {"CONFIG": "production", "TRUSTED_HOSTS": HOST, "TRUSTED_PROXY": "127.0.0.1", "BACKUP_FOLDER": ""}
    with Installation(
        tmp_path_factory.mktemp("service"), **{f"CASEAPP_{name}": text for name, text in settings.items()}
    ) as running:
        running.start(processes=1)
        yield running


@pytest.fixture(params=PROXIES)
def proxy_name(request) -> str:
    assert shutil.which(request.param), "install it"
    return request.param


def test_visitors_reach_the_service_only_over_tls_and_with_its_headers(proxy_name, service, tmp_path) -> None:
    proxy = Proxy(proxy_name, tmp_path / "proxy", service.port)
    try:
        page = proxy.ask("/sign-in")
        assert page.status == 200
        assert 'name="username"' in page.text
        (lasting,) = page.headers.get_all("Strict-Transport-Security")
        assert int(lasting.split("=")[1].split(";")[0]) >= 365 * 24 * 3600
        assert len(page.headers.get_all("Content-Security-Policy")) == 1
        assert page.headers["Server"] in (None, "nginx")
        cookies = page.headers.get_all("Set-Cookie")
        assert all(cookie.startswith("__Host-") and "; Secure" in cookie for cookie in cookies)
        assert json.loads(proxy.ask("/ready").text) == {"status": "ready"}
        for size in (2 * MB, 13 * MB):
            refused = proxy.ask("/sign-in", "POST", bytes(size), Content_Type="application/x-www-form-urlencoded")
            assert refused.status == 413
        plain = http.client.HTTPConnection("127.0.0.1", proxy.plain_port, timeout=10)
        plain.request("GET", "/sign-in?a=b", headers={"Host": HOST})
        led = plain.getresponse()
        assert led.status in (301, 308)
        assert led.headers["Location"].startswith(f"https://{HOST}")
        assert led.headers["Location"].endswith("/sign-in?a=b")
    finally:
        proxy.stop()


def test_what_visitors_claim_of_their_address_does_not_pass(proxy_name, tmp_path) -> None:
    """Only the address that the proxy itself saw arrives, and that TLS was used."""
    behind = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=behind.serve_forever, daemon=True).start()
    proxy = Proxy(proxy_name, tmp_path / "proxy", behind.server_port)
    try:
        claimed = {"X_Forwarded_For": "203.0.113.9", "X_Forwarded_Proto": "http", "Accept_Encoding": "identity"}
        arrived = {name.lower(): text for name, text in json.loads(proxy.ask("/", **claimed).text).items()}
        assert arrived["x-forwarded-for"] == "127.0.0.1"
        assert arrived["x-forwarded-proto"] == "https"
        assert arrived["host"] == HOST
    finally:
        proxy.stop()
        behind.shutdown()
