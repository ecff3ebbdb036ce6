# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens a briefing in Chromium, offline, and says what is wrong with it.

    check_briefing.py BRIEFING.html SCREENSHOTS

No console errors, no requests, accessible by axe (contrast, headings, names), usable by keyboard, every number with its
source, and a PDF whose tables are not cut.
"""
import json
import pathlib
import re
import subprocess
import sys

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

page_file = pathlib.Path(sys.argv[1]).resolve()
folder = pathlib.Path(sys.argv[2])
folder.mkdir(parents=True, exist_ok=True)
problems = []


def check(holds, what):
    if not holds:
        problems.append(what)


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(
        executable_path=subprocess.check_output(["which", "chromium"], text=True).strip(), args=["--no-sandbox"])
    context = browser.new_context(offline=True, viewport={"width": 1000, "height": 800})
    page = context.new_page()
    requests, errors = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(page_file.as_uri())
    check(not errors, f"console errors: {errors}")
    outside = [url for url in requests if not url.startswith(("file:", "data:"))]
    check(not outside, f"requests: {outside}")
    check(page.locator("h1").count() >= 1, "no h1")
    levels = page.eval_on_selector_all("h1,h2,h3", "all => all.map(h => +h.tagName[1])")
    check(all(b - a <= 1 for a, b in zip(levels, levels[1:])), f"headings skip a level: {levels}")
    pictures = page.locator("figure")
    check(pictures.count() >= 3, "fewer than three pictures")
    for index in range(pictures.count()):
        figure = pictures.nth(index)
        check(figure.locator("table").count() == 1, f"picture {index} has no table behind it")
        label = figure.locator("[role=img]").first.get_attribute("aria-label") if figure.locator("[role=img]").count() else ""
        check(label and len(label) > 20, f"picture {index} has no words for those who do not see it")
    numbers = page.locator("span.n").count()
    sourced = page.locator("span.n[data-source]").count()
    check(numbers > 50 and numbers == sourced, f"{numbers} numbers, {sourced} with a source")
    # The keyboard reaches the skip link first, then opens the numbers behind a picture.
    page.keyboard.press("Tab")
    check(page.evaluate("document.activeElement.className") == "skip", "Tab does not reach the skip link first")
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    check(page.locator("details").first.get_attribute("open") is not None, "Enter does not open the numbers")
    page.keyboard.press("Enter")
    results = Axe().run(page)
    for violation in results.response["violations"]:
        nodes = [" ".join(map(str, node["target"])) for node in violation["nodes"][:3]]
        problems.append(f"axe: {violation['id']} ({violation['impact']}): {violation['help']}: {nodes}")
    page.screenshot(path=str(folder / "wide.png"), full_page=True)
    page.set_viewport_size({"width": 390, "height": 800})
    check(page.evaluate("document.documentElement.scrollWidth") <= 392, "the page is wider than a telephone")
    page.screenshot(path=str(folder / "narrow.png"))
    page.pdf(path=str(folder / "briefing.pdf"), prefer_css_page_size=True)
    browser.close()

text = subprocess.check_output(["pdftotext", "-layout", str(folder / "briefing.pdf"), "-"], text=True)
pages = text.split("\f")
check(len(pages) > 3, "the PDF has too few pages")
annex = next((number for number, page in enumerate(pages, 1) if "Annex for economists" in page), 0)
scorecard = next((number for number, page in enumerate(pages, 1) if re.search(r"^\s*Scorecard", page, re.M)), annex)
check(annex > 1, "the annex does not begin on a page of its own")
check(scorecard <= 3, f"the plain-English part is longer than two pages: the scorecard begins on page {scorecard}")
print(json.dumps({"numbers": numbers, "pdf_pages": len(pages) - 1, "problems": problems}))
sys.exit(1 if problems else 0)
