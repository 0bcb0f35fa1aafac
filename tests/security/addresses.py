"""Addresses that nobody may make us call, and benign ones of every such kind.

`{port}` is the port of a listener on 127.0.0.1 that counts.  `NAMES` are hosts with the addresses that they resolve
to; every other name is at a public address.
"""

from ipaddress import IPv4Address

PUBLIC = "93.184.216.34"
LOCAL, METADATA, INSIDE, ANY = "127.0.0.1", "169.254.169.254", "10.0.0.1", "0.0.0.0"
_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
_CIRCLED = str.maketrans("123456789", "①②③④⑤⑥⑦⑧⑨")


def spellings(address: str) -> list[str]:
    """Ways in which some parser or other reads an IPv4 address."""
    value = int(IPv4Address(address))
    a, b, c, d = address.split(".")
    high, low = f"{value >> 16:x}", f"{value & 0xFFFF:x}"
    numbers = [int(one) for one in (a, b, c, d)]
    return [
        str(value), hex(value), f"0{value:o}", f"{value + 2**32}",
        ".".join(map(hex, numbers)), ".".join(f"0{one:o}" for one in numbers), ".".join(f"{one:03}" for one in numbers),
        f"{a}.{int(b) * 65536 + int(c) * 256 + int(d)}", f"{a}.{b}.{int(c) * 256 + int(d)}", f"{hex(numbers[0])}.{b}.{c}.{d}",
        f"{address}.", f"{address}..", f"{a}.{b}.{c}", f"{a}.{b}.{c}.{d}.0",
        address.translate(_FULL_WIDTH), address.translate(_CIRCLED), address.replace(".", "。"), address.replace(".", "%2e"),
        f"[::ffff:{address}]", f"[::ffff:{high}:{low}]", f"[::{address}]", f"[::{high}:{low}]", f"[64:ff9b::{high}:{low}]",
        f"[64:ff9b:1::{high}:{low}]", f"[2002:{high}:{low}::]", f"[2001:0:{high}:{low}::1]", f"[::ffff:0:{address}]",
    ]


_PLAIN = [
    "127.0.0.1", "127.0.0.2", "127.255.255.254", "0.0.0.0", "10.0.0.1", "10.255.255.254", "172.16.0.1", "172.31.255.255",
    "192.168.1.1", "169.254.169.254", "169.254.170.2", "169.254.170.23", "100.64.0.1", "100.100.100.200", "100.127.255.254",
    "192.0.0.1", "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250",
    "240.0.0.1", "255.255.255.255", "168.63.129.16", "[::1]", "[::]", "[fd00:ec2::254]", "[fd00:ec2::23]", "[fd20:ce::254]",
    "[fc00::1]", "[fdff::1]", "[fe80::1]", "[febf::1]", "[fec0::1]", "[ff02::1]", "[2001:db8::1]", "[100::1]", "[3fff::1]",
]
_LOCAL_NAMES = [
    "localhost", "LocalHost", "localhost.", "app.localhost", "localhost.localdomain", "ip6-localhost", "printer.local",
    "metadata", "metadata.google.internal", "instance-data.ec2.internal", "kubernetes.default.svc.cluster.local",
    "router.lan", "intranet", "db.corp", "nas.home.arpa",
]
NAMES = {
    "127.0.0.1.nip.example": [LOCAL], "metadata.example": [METADATA], "inside.example": [INSIDE], "any.example": [ANY],
    "cgnat.example": ["100.64.0.1"], "v6.example": ["::1"], "ec2.example": ["fd00:ec2::254"], "local6.example": ["fe80::1"],
    "mapped.example": ["::ffff:10.0.0.1"], "nat64.example": ["64:ff9b::a00:1"], "six.example": ["2002:7f00:1::"],
    "one-of-two.example": [PUBLIC, METADATA], "two-of-two.example": [METADATA, PUBLIC], "odd.example": ["not-an-address"],
    "zone.example": ["fe80::1%eth0"], "azure.example": ["168.63.129.16"], "many.example": ["192.168.1.1"],
}
_TRICKS = [
    "https://api.example.com@127.0.0.1:{port}/", "https://127.0.0.1:{port}@api.example.com/", "https://user@api.example.com/",
    "https://user:word@api.example.com/", "https://api.example.com:443@169.254.169.254/", "https://api.example.com#@127.0.0.1/",
    "https://api.example.com/#x", "https://api.example.com\\@127.0.0.1:{port}/", "https:\\\\127.0.0.1:{port}\\",
    "https://127.0.0.1:{port}\\.example.com/", "https://api.example.com%2f@127.0.0.1/", "https://api.example.com%00.127.0.0.1/",
    "https://api.exa%6dple.com/", "https://api.example.com:0/", "https://api.example.com:99999/",
    "https://api.example.com:8 0/", "https://api.example.com:port/", "https://api.example.com:-1/", "https://api.example.com:８０/",
    "https://api..example.com/", "https://.example.com/", "https://-api.example.com/", "https://api.example.com./",
    "https://api.example.com,127.0.0.1/", "https://api.example.com;127.0.0.1/", "https://[::1/", "https://[::1%25lo]/",
    "https://[v1.127.0.0.1]/", "https://[127.0.0.1]/", "https://::1/", "https://api.example.com/\r\nHost: 127.0.0.1",
    "https://api.example.com\r\n.127.0.0.1/", "https://api.example.com/\tx", "https://api .example.com/", " https://api.example.com/",
    "https://api.example.com/\x00", f"https://{'a' * 64}.example.com/", f"https://{'a.' * 140}com/",
    "https://bücher.example/", "https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "https://api.example.com。evil.example/", "https://аpi.example.com/",
    "http://169.254.169.254/latest/meta-data/", "http://[::1]:{port}/", "http://localhost:{port}/", "http://0:{port}/",
    "http://127.1:{port}/", "http://2130706433:{port}/", "http://0x7f.1:{port}/", "http://127.0.0.1.:{port}/",
    "http://127.0.0.1@127.0.0.1:{port}/", "http://[::ffff:127.0.0.1]:{port}/", "http://127.0.0.1:{port}#@api.example.com/",
    "https://127.0.0.1:{port}/", "https://", "https:///path", "https:127.0.0.1:{port}", "https:/127.0.0.1:{port}/",
    "ftp://api.example.com/", "file:///etc/passwd", "file://127.0.0.1/etc/passwd", "gopher://127.0.0.1:{port}/_x",
    "dict://127.0.0.1:{port}/", "ldap://127.0.0.1:{port}/", "unix:///var/run/docker.sock", "http+unix://%2fvar%2frun%2fx/",
    "javascript:alert(1)", "data:text/plain,x", "jar:https://api.example.com!/", "ws://api.example.com/", "HTTPS+X://api.example.com/",
]
NOT_ENCRYPTED = ["http://api.example.com/", "http://93.184.216.34/", "http://[2606:4700::1111]/"]

HOSTILE = [
    *(f"https://{host}:{{port}}/" for address in (LOCAL, METADATA, INSIDE, ANY) for host in spellings(address)),
    *(f"https://{host}/" for host in (*_PLAIN, *_LOCAL_NAMES)),
    *(f"https://{host}/" for host in NAMES),
    *_TRICKS,
]

BENIGN = [
    "https://api.example.com/", "https://api.example.com", "https://API.Example.COM/v1", "https://api.example.com:8443/x",
    "https://api.example.com/a?b=c&d=%2F", "https://api.example.com/?next=http://127.0.0.1/", "https://api.example.com/@127.0.0.1",
    "https://xn--bcher-kva.example/", "https://a-b.c-d.example.co.uk/", "https://127.example.com/", "https://0x7f.example.com/",
    "https://local.example.com/", "https://internal-tools.example/", "https://localhost.example.com/", "https://metadata.example.com/",
    "https://93.184.216.34/", "https://8.8.8.8:444/", "https://172.32.0.1/", "https://172.15.0.1/", "https://100.128.0.1/",
    "https://169.253.0.1/", "https://192.169.0.1/", "https://11.0.0.1/", "https://128.0.0.1/", "https://[2606:4700::1111]/",
    "https://[2a00:1450:4001::5]:8443/x", "https://1.1.1.1.nip.example/", f"https://{'a' * 63}.example.com/",
]


def resolve(host: str, port: int) -> list[str]:
    return NAMES.get(host, [PUBLIC])
