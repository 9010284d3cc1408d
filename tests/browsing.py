"""A browser for tests: headless Chromium that keeps to loopback, and whoever looks with it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

from needing import need
from paths import ROOT

AXE = ROOT / ".venv/npm/node_modules/axe-core/axe.min.js"
WITHOUT_NETWORK = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 30_000  # milliseconds
expect.set_options(timeout=PATIENCE)
SIZES = {"desktop": (1280, 900), "phone": (390, 844), "small phone": (320, 640)}

TELL_VIOLATIONS = """document.addEventListener("securitypolicyviolation", (each) =>
  console.error("CSP", each.violatedDirective, each.blockedURI, each.sourceFile))"""
GROUND = "getComputedStyle(document.documentElement).backgroundColor"
OVERFLOW = "document.scrollingElement.scrollWidth - innerWidth"
CAN_BE_FOCUSED = """window.order = [...document.querySelectorAll(`a[href], button:enabled,
  input, select, textarea, summary, [tabindex='0']`)].filter((each) => each.checkVisibility());
window.order.length"""
FOCUSED = """(() => {
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  const seen = outlineStyle === "none" ? 0 : parseFloat(outlineWidth);
  return [window.order.indexOf(document.activeElement), seen];
})()"""
OPEN_ALL = "document.querySelectorAll('details').forEach((each) => { each.open = true; })"

V = TypeVar("V", bound="Visitor")


@dataclass
class Visitor:
    """Opens pages, and remembers what went wrong and what was asked for meanwhile."""

    browser: Browser
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def visit(self, url: str, *scripts: str, size: str = "desktop", **settings: Any) -> Page:
        width, height = SIZES[size]
        context = self.browser.new_context(viewport={"width": width, "height": height}, **settings)
        for script in (TELL_VIOLATIONS, *scripts):
            context.add_init_script(script)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(f"dialog: {dialog.message}"))
        page.on("request", self._asked)
        page.goto(url)
        return page

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run Chromium, and yield it."""
    path = need(shutil.which("chromium"), "Chromium; 'apt-get install chromium' brings it")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=WITHOUT_NETWORK)


@contextmanager
def without_complaints(visitor: V) -> Iterator[V]:
    """Yield a visitor, close what it opened, and see that no page complained."""
    yield visitor
    for context in visitor.browser.contexts:
        context.close()
    assert visitor.complaints == []


def axe() -> str:
    """Return the script of axe-core, for a page that is opened."""
    path = Path(os.environ.get("FOLLOWUP_AXE", AXE))
    what = "axe-core; 'npm install --prefix .venv/npm axe-core@4 ical.js@2' brings it"
    return need(path if path.is_file() else None, what).read_text(encoding="utf-8")


def barriers(page: Page) -> list[tuple[str, object, str]]:
    """Return what axe-core finds serious in a page that was opened with its script."""
    found = page.evaluate("axe.run().then((found) => found.violations)")
    return [
        (each["id"], node["target"], node["failureSummary"])
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]
