"""Style sheets: of several files, written one a subject, each page asks for one."""

STYLES = {
    "pages": ("app", "pages"),
    "following": ("app", "pages", "board", "following"),
    "drawing": ("app", "pages", "plan"),
    "alert": ("app", "pages", "sheet", "board"),
    "journal": ("app", "pages", "sheet"),
    "parts": ("app", "pages", "sheet", "parts"),
    "board": ("app", "sheet", "board", "orders"),
    "practice": ("app", "sheet", "board", "orders", "practice"),
    "showing": ("app", "sheet", "board", "practice", "showing"),
    "test": ("app", "test"),
    "plan": ("plan",),
    "roll": ("roll",),
}
"""By name, the files of static/css/ that a style sheet is made of, in order; the last two come when first needed."""
