"""The trace header, as it comes with an event and goes along with a message.

    Root=1-58406520-a006649127e371903a2de979;Parent=4c721bf33e3caf8f;Sampled=1

Source: "Tracing header", AWS X-Ray Developer Guide.  Reading it takes no library: who is not traced loads none.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Header:
    """Empty where nothing is known."""

    root: str = ""
    parent: str = ""
    sampled: bool = False

    def __str__(self) -> str:
        if not self.root:
            return ""
        parent = f"Parent={self.parent};" if self.parent else ""
        return f"Root={self.root};{parent}Sampled={int(self.sampled)}"


def read(text: str) -> Header:
    """Whatever else the text holds is left out."""
    fields = dict(part.split("=", 1) for part in text.split(";") if "=" in part)
    return Header(fields.get("Root", ""), fields.get("Parent", ""), fields.get("Sampled") == "1")
