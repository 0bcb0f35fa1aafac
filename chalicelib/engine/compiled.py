"""The compiled index of a large catalogue, kept beside the payloads.

Compiling a few hundred actions takes less time than fetching the result; thousands take seconds, which a worker that
has just started should not spend before its first plan.  The key names the catalogue and the code that
compiled it; a blob that cannot be read is compiled anew.
"""

from chalicelib.engine.ports import Ports
from chalicelib.engine.records import account_pk
from chalicelib.planning.composer import stored
from chalicelib.planning.composer.index import held, hold, index_of
from chalicelib.planning.planner import Catalogue


def prepared(ports: Ports, account: str, catalogue: Catalogue) -> Catalogue:
    """The catalogue, its index at hand in this process."""
    if held(catalogue):
        return catalogue
    key = f"{account_pk(account)}/INDEX/{stored.name(catalogue)}"
    data = ports.blobs.get(key)
    found = stored.loaded(data, catalogue) if data else None
    if found is None:
        ports.blobs.put(key, stored.dumped(index_of(catalogue)))
    else:
        hold(catalogue, found)
    return catalogue
