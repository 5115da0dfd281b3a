"""Draw the PNG icons from their SVG sources, with Chromium: `.venv/bin/python docs/make_icons.py`."""

from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ICONS = Path(__file__).parents[1] / "static" / "icons"
DRAWN = [  # source, PNG, side in pixels
    ("icon.svg", "icon-192.png", 192),
    ("icon.svg", "icon-512.png", 512),
    ("icon.svg", "favicon-32.png", 32),
    ("icon-maskable.svg", "maskable-512.png", 512),
    ("icon-maskable.svg", "apple-touch-180.png", 180),
    ("badge.svg", "badge-96.png", 96),
]


def draw(page: Page, source: str, png: str, side: int) -> None:
    """Write one square PNG; what the drawing leaves bare stays transparent."""
    page.set_viewport_size({"width": side, "height": side})
    style = "<style>body { margin: 0 } svg { display: block; width: 100vw; height: 100vh }</style>"
    page.set_content(style + (ICONS / source).read_text(encoding="utf-8"))
    page.screenshot(path=ICONS / png, omit_background=True)


def main() -> None:
    """Draw them all."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        for source, png, side in DRAWN:
            draw(page, source, png, side)
        browser.close()


if __name__ == "__main__":
    main()
