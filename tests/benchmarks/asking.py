"""How long a helpdesk worker waits for a proposal with its explanation, over HTTP.

One referral against the whole national register as the demo fills it: ask for a proposal, then
read why another place was not chosen. Every question carries a key of its own, so no answer is a
replay. Run as ``python -m tests.benchmarks.asking [--asks 50]``.
"""

import argparse
import statistics
import time
from dataclasses import dataclass

from tests.benchmarks.client import Client
from tests.benchmarks.served import HOST, demo_service


@dataclass(frozen=True)
class Asked:
    """What one question took, in seconds."""

    proposal: float
    explanation: float

    @property
    def together(self) -> float:
        """The whole wait."""
        return self.proposal + self.explanation


def main() -> None:
    """Start a demo, ask, and print the medians."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--asks", type=int, default=50)
    asks = arguments.parse_args().asks
    with demo_service() as served:
        client = Client(HOST, served.port)
        client.sign_in("helpdesk", served.password)
        referrals = _open_referrals(client)
        ask(client, referrals[0])  # the solver's child has loaded once this is answered
        asked = [ask(client, referrals[n % len(referrals)]) for n in range(asks)]
    together = sorted(a.together for a in asked)
    print(f"{asks} proposals with explanation, one referral against the national register")
    print(f"  proposal     median {1000 * statistics.median(a.proposal for a in asked):6.0f} ms")
    print(f"  explanation  median {1000 * statistics.median(a.explanation for a in asked):6.0f} ms")
    print(f"  together     median {1000 * statistics.median(together):6.0f} ms", end="")
    print(f"   p95 {1000 * together[int(0.95 * len(together))]:6.0f} ms")


def ask(client: Client, referral: str) -> Asked:
    """Ask for a proposal, and why a place of it, or none, was not given to this referral.

    Raises:
        RuntimeError: the service did not answer as it should.
    """
    began = time.perf_counter()
    status, proposal = client.call("POST", "/proposals", {"referral": referral})
    answered = time.perf_counter()
    if status != 201:
        raise RuntimeError(f"a proposal was answered with {status}")
    taken = next(a["place"] for a in proposal["assignments"])
    query = f"/explanations?referral={referral}&place={taken}"
    status, _ = client.call("GET", query)
    if status != 200:
        raise RuntimeError(f"an explanation was answered with {status}")
    return Asked(answered - began, time.perf_counter() - answered)


def _open_referrals(client: Client) -> list[str]:
    _, listed = client.call("GET", "/referrals")
    return [r["id"] for r in listed["items"] if r["state"] == "open" and not r["onward"]]


if __name__ == "__main__":
    main()
