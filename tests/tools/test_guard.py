"""Where we may connect to: a corpus of addresses that must be refused, each kind with benign twins that must pass."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest

from chalicelib.domain.errors import InvalidRequest
from chalicelib.tools.guard import Guard, Target, Unresolvable
from chalicelib.tools.request import Request
from chalicelib.tools.transport import Answer, Transport, Unsent
from tests.tools.service import Reply, serving

PUBLIC = "93.184.216.34"

REFUSED = [
    "http://api.example.com/",
    "http://93.184.216.34/",
    "ftp://api.example.com/",
    "file:///etc/passwd",
    "gopher://api.example.com/",
    "javascript:alert(1)",
    "data:text/plain,hello",
    "//api.example.com/",
    "api.example.com",
    "https://",
    "https:///path",
    "https://127.0.0.1/",
    "https://127.0.0.1:8443/",
    "https://127.1/",
    "https://127.0.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://017700000001/",
    "https://127.0.0.1./",
    "https://0/",
    "https://0.0.0.0/",
    "https://00000000.0.0.0/",
    "https://10.0.0.1/",
    "https://10.255.255.254/",
    "https://172.16.0.1/",
    "https://172.31.255.255/",
    "https://192.168.1.1/",
    "https://192.168.0.0xff/",
    "https://169.254.169.254/",
    "https://169.254.169.254/latest/meta-data/",
    "https://0xa9fea9fe/",
    "https://2852039166/",
    "https://0251.0376.0251.0376/",
    "https://169.254.170.2/v2/credentials",
    "https://100.64.0.1/",
    "https://100.127.255.254/",
    "https://192.0.0.1/",
    "https://198.18.0.1/",
    "https://224.0.0.1/",
    "https://239.255.255.250/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "https://192.0.2.1/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::ffff:93.184.216.34]/",
    "https://[::127.0.0.1]/",
    "https://[fd00:ec2::254]/",
    "https://[fc00::1]/",
    "https://[fe80::1]/",
    "https://[fe80::1%25eth0]/",
    "https://[ff02::1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b::a9fe:a9fe]/",
    "https://[2002:7f00:1::]/",
    "https://[2001:0:7f00:1::]/",
    "https://[2001:db8::1]/",
    "https://[::ffff:0:127.0.0.1]/",
    "https://[::1/",
    "https://localhost/",
    "https://localhost:8443/",
    "https://LOCALHOST/",
    "https://app.localhost/",
    "https://printer.local/",
    "https://metadata.google.internal/",
    "https://router.lan/",
    "https://intranet/",
    "https://metadata/",
    "https://user@api.example.com/",
    "https://user:pw@api.example.com/",
    "https://api.example.com@127.0.0.1/",
    "https://127.0.0.1@api.example.com/",
    "https://api.example.com#@127.0.0.1/",
    "https://api.example.com/#x",
    "https://api.example.com\\@127.0.0.1/",
    "https://api.exa%6dple.com/",
    "https://api.example.com:0/",
    "https://api.example.com:99999/",
    "https://api.example.com:http/",
    "https://api..example.com/",
    "https://-api.example.com/",
    "https://api.example.com./",
    "https://１２７.0.0.1/",
    "https://ⓛocalhost/",
    "https://bücher.example/",
    "https://api.example.com。evil.test/",
]

ALLOWED = [
    "https://api.example.com/",
    "https://api.example.com",
    "https://API.Example.COM/v1",
    "https://api.example.com:8443/x",
    "https://api.example.com/a?b=c&d=%2F",
    "https://xn--bcher-kva.example/",
    "https://a-b.c-d.example.co.uk/",
    "https://127.example.com/",
    "https://local.example.com/",
    "https://internal-tools.example/",
    "https://0x7f.example.com/",
    "https://localhost.example.com/",
    "https://93.184.216.34/",
    "https://8.8.8.8:444/",
    "https://172.32.0.1/",
    "https://100.128.0.1/",
    "https://169.253.0.1/",
    "https://192.169.0.1/",
    "https://[2606:4700::1111]/",
    "https://[2a00:1450:4001::5]:8443/x",
]

PRIVATE_ANSWERS = [
    "127.0.0.1",
    "10.1.2.3",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "::1",
    "fd00:ec2::254",
    "fe80::1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "not-an-address",
    "192.168.1.1",
    "224.0.0.1",
]


def guard(*answers: str, loopback: bool = False) -> Guard:
    return Guard(loopback, lambda host, port: answers or (PUBLIC,))


@pytest.mark.parametrize(
    "url", [*REFUSED, "https://api.example.com/\r\nHost: x", "https://api.example .com/", " https://a.example/", ""]
)
def test_an_address_that_is_not_plainly_public_is_refused(url: str):
    with pytest.raises(InvalidRequest) as refusal:
        guard().vet(url, "base_url")

    assert refusal.value.detail.startswith("base_url: ") and refusal.value.details[0]["field"] == "base_url"


@pytest.mark.parametrize("url", ALLOWED)
def test_its_benign_twin_is_let_through(url: str):
    assert ip_address(guard().vet(url).address).is_global


def test_the_corpus_is_as_large_as_was_demanded():
    assert len(REFUSED) >= 60 and len(ALLOWED) >= 20


@pytest.mark.parametrize("answer", PRIVATE_ANSWERS)
def test_a_public_name_with_a_private_address_is_refused_even_among_public_ones(answer: str):
    with pytest.raises(InvalidRequest):
        guard(PUBLIC, answer).vet("https://api.example.com/")

    assert guard(PUBLIC, "8.8.8.8").vet("https://api.example.com/").address == PUBLIC


def test_a_name_is_resolved_once_so_that_a_changed_answer_changes_nothing():
    answers = iter([(PUBLIC,), ("127.0.0.1",)])
    rebinding = Guard(resolve=lambda host, port: next(answers))

    target = rebinding.vet("https://api.example.com/")

    assert target == Target("https", "api.example.com", PUBLIC, 443, "/")
    with pytest.raises(InvalidRequest):
        rebinding.vet("https://api.example.com/")


def test_a_name_without_an_address_passes_registration_but_no_call():
    nowhere = Guard(resolve=lambda host, port: ())

    nowhere.check("https://soon.example.com/")
    with pytest.raises(Unresolvable):
        nowhere.vet("https://soon.example.com/")


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:1/",
        "http://127.1/",
        "http://[::1]/",
        "http://127.0.0.2/",
        "https://127.0.0.1/",
        "http://10.0.0.1/",
        "http://0.0.0.0/",
        "http://a.example/",
    ],
)
def test_the_loopback_setting_opens_http_to_127_0_0_1_and_nothing_else(url: str):
    with pytest.raises(InvalidRequest):
        guard(loopback=True).vet(url)

    assert guard(loopback=True).vet("http://127.0.0.1:8801/v1").port == 8801
    assert guard(loopback=True).vet("https://api.example.com/").address == PUBLIC


def test_a_read_does_not_follow_a_redirect_to_where_a_call_may_not_go():
    with serving(lambda asked: Reply(302, {}, {"Location": "http://169.254.169.254/latest/"})) as service:
        reply = Transport(guard(loopback=True)).send(Request("GET", f"{service.url}/a"), 5, follow=True)

    assert isinstance(reply, Unsent) and reply.refused


def test_a_read_follows_three_redirects_and_not_four_and_keeps_credentials_on_the_host():
    hops = {"n": 3}

    def answer(asked):
        n = int(asked.path[1:])
        return Reply(200, {"at": n}) if n >= hops["n"] else Reply(302, {}, {"Location": f"/{n + 1}"})

    with serving(answer) as service, serving(lambda asked: Reply(302, {}, {"Location": f"{service.url}/3"})) as other:
        transport = Transport(guard(loopback=True))
        secret = {"Authorization": "Bearer s3cr3t-token", "Accept": "*/*"}
        near = transport.send(Request("GET", f"{service.url}/0", secret), 5, follow=True)
        stayed = [asked.headers.get("Authorization") for asked in service.asked]
        far = transport.send(Request("GET", f"{other.url}/x", secret), 5, follow=True)
        crossed = service.asked[-1].headers.get("Authorization")
        hops["n"] = 4
        too_far = transport.send(Request("GET", f"{service.url}/0", secret), 5, follow=True)

    assert isinstance(near, Answer) and near.status == 200 and set(stayed) == {"Bearer s3cr3t-token"}
    assert isinstance(far, Answer) and far.status == 200 and crossed is None
    assert isinstance(too_far, Unsent) and "redirects" in too_far.detail


def test_a_connection_goes_to_the_vetted_address_under_the_names_own_certificate(tmp_path: Path):
    """TLS to 127.0.0.1 stands for the vetted address; the certificate is for the name, and only for it."""
    server_context, client_context = _contexts(tmp_path, "api.example.com")

    class Vetted(Guard):
        def vet(self, url: str, field: str = "url") -> Target:
            host = url.split("/")[2]
            return Target("https", host, "127.0.0.1", port, "/x")

    with serving(lambda asked: Reply(200, {"host": asked.headers["Host"]})) as service:
        service.server.socket = server_context.wrap_socket(service.server.socket, server_side=True)
        port = service.server.server_address[1]
        right = Transport(Vetted(), ssl_context=client_context).send(Request("GET", "https://api.example.com/x"), 5)
        wrong = Transport(Vetted(), ssl_context=client_context).send(Request("GET", "https://other.example.com/x"), 5)
        unknown = Transport(Vetted()).send(Request("GET", "https://api.example.com/x"), 5)

    assert isinstance(right, Answer) and f"api.example.com:{port}".encode() in right.body
    assert isinstance(wrong, Unsent) and isinstance(unknown, Unsent)


def _contexts(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "both.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cafile=str(file))
