"""What an input is called that is a bare key inside of an object: that of what the object is called after.

    {"assignee": {"id": 7}}                                     an assignee_id
    {"relationships": {"pet": {"data": {"type", "id": "6"}}}}   a pet_id
"""

from chalicelib.planning.composer.words import bag, name_parts, name_stems

_BARE = bag("id uuid guid href")
_HOLDING = bag("data attributes relationships links input body payload params request fields properties values")


def called(name: str, path: tuple[str, ...]) -> str:
    outer = [one for one in path[:-1] if not {*name_parts(one)} <= _HOLDING]
    bare = {*name_stems(name)} <= _BARE and "[]" not in path
    return f"{outer[-1]}_{name}" if bare and outer else name
