"""Draw the PNG icons from their SVG sources, with Chromium: `.venv/bin/python -m docs.make_icons`."""

from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from docs.small_png import shrink

ICONS = Path(__file__).parents[1] / "static" / "icons"
DRAWN = [  # source, PNG, side in pixels
    ("icon.svg", "icon-192.png", 192),
    ("icon.svg", "icon-512.png", 512),
    ("icon.svg", "favicon-32.png", 32),
    ("icon-maskable.svg", "maskable-512.png", 512),
    ("icon-maskable.svg", "apple-touch-180.png", 180),
    ("badge.svg", "badge-96.png", 96),
]
SHORTCUTS = {"watch": "eye", "alerts": "bell", "help": "circle-help"}  # drawings of the sprite, on the icon's ground
SHORTCUT = """<svg viewBox="0 0 96 96"><rect width="96" height="96" rx="48" fill="#22315f"/>
<g fill="none" stroke="#ffb454" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"
transform="translate(22.5 22.5) scale(2.125)">{}</g></svg>"""


def symbol(name: str) -> str:
    """What the sprite draws under that name."""
    sprite = (ICONS / "icons.svg").read_text(encoding="utf-8")
    return sprite.partition(f'<symbol id="{name}" viewBox="0 0 24 24">')[2].partition("</symbol>")[0]


def draw(page: Page, svg: str, png: str, side: int) -> None:
    """Write one square PNG; what the drawing leaves bare stays transparent."""
    page.set_viewport_size({"width": side, "height": side})
    style = "<style>body { margin: 0 } svg { display: block; width: 100vw; height: 100vh }</style>"
    page.set_content(style + svg)
    (ICONS / png).write_bytes(shrink(page.screenshot(omit_background=True)))


def main() -> None:
    """Draw them all."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        for source, png, side in DRAWN:
            draw(page, (ICONS / source).read_text(encoding="utf-8"), png, side)
        for name, drawing in SHORTCUTS.items():
            draw(page, SHORTCUT.format(symbol(drawing)), f"shortcut-{name}.png", 192)
        browser.close()


if __name__ == "__main__":
    main()
