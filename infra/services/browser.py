"""A person's browser, as far as consent pages need one: cookies, redirects, forms.

It stops at the first address under `home`, which is where the provider sends the person back to.
"""

import re
from collections.abc import Mapping
from html import unescape
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, build_opener

MOST_PAGES = 20


class _Staying(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def walk(url: str, home: str, typed: Mapping[str, str], *, opens: bool = False) -> str:
    """Open `url`, send every form that comes with what a person `typed`, and return where it ends.

    `opens`: the address under `home` is opened too, as a browser does, and must answer well.
    """
    opener = build_opener(HTTPCookieProcessor(CookieJar()), _Staying())
    form: dict[str, str] | None = None
    for _ in range(MOST_PAGES):
        if url.startswith(home) and not opens:
            return url
        try:
            answer = opener.open(url, urlencode(form).encode() if form is not None else None, timeout=10)
        except HTTPError as refused:
            answer = refused
        if url.startswith(home) and answer.status < 300:
            return url
        form, location = None, answer.headers.get("location")
        page = answer.read().decode()
        if location:
            url = urljoin(url, location)
            continue
        action = re.search(r'<form[^>]*action="([^"]+)"', page)
        if answer.status >= 400 or action is None:
            raise RuntimeError(f"{url} answered {answer.status}: {re.sub(r'<[^>]*>', ' ', page)[-300:]}")
        first = page[action.start():page.find("</form>", action.start())]
        hidden = re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', first)
        form = {**{name: unescape(value) for name, value in hidden}, **typed}
        url = urljoin(url, unescape(action[1]))
    raise RuntimeError(f"{url}: no end after {MOST_PAGES} pages")
