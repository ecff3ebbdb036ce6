# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens a page in Chromium, offline, and says what is wrong with it.

    check_page.py PAGE.html SCREENSHOTS

No console errors, no requests, accessible by axe (contrast, headings, names), no wider than a telephone, usable by
keyboard, every number with its source; of a briefing a PDF whose plain-English part has two pages, of a page with
sliders the same figures as its table. Pictures of the whole page at 1,440 and 375 pixels.
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


def numbers_have_sources(page, least):
    numbers = page.locator("span.n").count()
    sourced = page.locator("span.n[data-source]").count()
    check(numbers > least and numbers == sourced, f"{numbers} numbers, {sourced} with a source")
    return numbers


def of_a_briefing(page):
    """What only a briefing has: pictures with tables behind them, sources, a skip link first."""
    pictures = page.locator("figure")
    check(pictures.count() >= 3, "fewer than three pictures")
    for index in range(pictures.count()):
        figure = pictures.nth(index)
        check(figure.locator("table").count() == 1, f"picture {index} has no table behind it")
        label = figure.locator("[role=img]").first.get_attribute("aria-label") if figure.locator("[role=img]").count() else ""
        check(label and len(label) > 20, f"picture {index} has no words for those who do not see it")
    # The keyboard reaches the skip link first, then opens the numbers behind a picture.
    page.keyboard.press("Tab")
    check(page.evaluate("document.activeElement.className") == "skip", "Tab does not reach the skip link first")
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    check(page.locator("details").first.get_attribute("open") is not None, "Enter does not open the numbers")
    page.keyboard.press("Enter")
    return numbers_have_sources(page, 50)


def of_a_moving_page(page, context):
    """What only the page with sliders has: by keyboard every point shows what the table of all points says."""
    check(page.locator("#all").get_attribute("open") is None, "the table of all points is not folded away")
    sliders = page.locator("input[type=range]")
    header = page.locator("#all thead th").all_text_contents()
    rows = [row.locator("th, td").all_text_contents() for row in page.locator("#all tbody tr").all()]
    check(sliders.count() >= 2 and len(rows) > 4, "no sliders, or no points")
    seen = set()
    for index in range(sliders.count()):
        slider = sliders.nth(index)
        slider.focus()
        page.keyboard.press("Home")
        for _ in range(int(slider.get_attribute("max")) + 1):
            place = [sliders.nth(s).get_attribute("aria-valuetext") for s in range(sliders.count())]
            seen.add(tuple(place))
            row = next((row for row in rows[1:] if row[:len(place)] == place), None)
            shown = page.locator("#rows tr td:nth-of-type(2)").all_text_contents()
            check(row is not None and row[len(place):] == shown, f"{place}: {shown}, the table says {row}")
            label = page.locator("#picture").get_attribute("aria-label")
            check(place[index] + ": " in label, f"the picture does not name {place[index]}")
            page.keyboard.press("ArrowRight")
        check(len(page.locator("#answer").text_content()) > 20, "no sentence for the choice")
    check(len(seen) >= sliders.count() + 1, "the sliders do not move")
    for measure in range(page.locator("#measure option").count()):
        page.locator("#measure").select_option(str(measure))
        name = header[sliders.count() + measure]
        check(page.locator("#picture").get_attribute("aria-label").startswith(name), f"no picture of {name}")
    plain = context.browser.new_context(offline=True, java_script_enabled=False)
    still = plain.new_page()
    still.goto(page_file.as_uri())
    check(not still.locator("#moving").is_visible(), "without scripts dead sliders are shown")
    check(still.locator("#all table").is_visible(), "without scripts the points are not shown")
    plain.close()
    return numbers_have_sources(page, 10)


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(
        executable_path=subprocess.check_output(["which", "chromium"], text=True).strip(), args=["--no-sandbox"])
    context = browser.new_context(offline=True, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    requests, errors = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(page_file.as_uri())
    check(page.locator("h1").count() >= 1, "no h1")
    levels = page.eval_on_selector_all("h1,h2,h3", "all => all.map(h => +h.tagName[1])")
    check(all(b - a <= 1 for a, b in zip(levels, levels[1:])), f"headings skip a level: {levels}")
    moves = page.locator("#moving").count() > 0
    numbers = of_a_moving_page(page, context) if moves else of_a_briefing(page)
    for width in (1440, 375):
        page.set_viewport_size({"width": width, "height": 900})
        results = Axe().run(page)
        for violation in results.response["violations"]:
            nodes = [" ".join(map(str, node["target"])) for node in violation["nodes"][:3]]
            problems.append(f"axe at {width}: {violation['id']} ({violation['impact']}): {violation['help']}: {nodes}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        check(wide <= width, f"the page is {wide} pixels wide in a window of {width}")
        page.screenshot(path=str(folder / f"{width}.png"), full_page=True)
    check(not errors, f"console errors: {errors}")
    outside = [url for url in requests if not url.startswith(("file:", "data:"))]
    check(not outside, f"requests: {outside}")
    page.pdf(path=str(folder / "page.pdf"), prefer_css_page_size=True)
    browser.close()

text = subprocess.check_output(["pdftotext", "-layout", str(folder / "page.pdf"), "-"], text=True)
pages = text.split("\f")
if not moves:
    check(len(pages) > 3, "the PDF has too few pages")
    annex = next((number for number, page in enumerate(pages, 1) if "Annex for economists" in page), 0)
    scorecard = next((number for number, page in enumerate(pages, 1) if re.search(r"^\s*Scorecard", page, re.M)), annex)
    check(annex > 1, "the annex does not begin on a page of its own")
    check(scorecard <= 3, f"the plain-English part is longer than two pages: the scorecard begins on page {scorecard}")
print(json.dumps({"page": page_file.name, "numbers": numbers, "pdf_pages": len(pages) - 1, "problems": problems}))
sys.exit(1 if problems else 0)
