"""What a corpus found: hostile cases with those that got through, benign twins with those that did not."""

from dataclasses import dataclass, field


@dataclass
class Tally:
    hostile: int = 0
    breaches: list[str] = field(default_factory=list)
    benign: int = 0
    hindered: list[str] = field(default_factory=list)

    def refused(self, what: str, through: bool) -> None:
        self.hostile += 1
        if through:
            self.breaches.append(what)

    def passed(self, what: str, through: bool) -> None:
        self.benign += 1
        if not through:
            self.hindered.append(what)

    @property
    def row(self) -> tuple[int, int, int, int]:
        return self.hostile, len(self.breaches), self.benign, self.benign - len(self.hindered)
