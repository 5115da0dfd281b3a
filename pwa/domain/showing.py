"""The showing: what a made-up invigilator does of what the coach says, moment by moment, for two minutes."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

LIVES_BY = timedelta(seconds=7)
"""Between two looks at the room: seldom, and well under what makes a candidate late."""
SETTLES = timedelta(seconds=3)
"""What a deed brings about is seen after that long: the candidates have come in."""
LONGEST = timedelta(minutes=10)
"""Of the session that is played; a scenario that has no end is a mistake."""


class Deed(StrEnum):
    """What the invigilator does to the room."""

    CONFIRM = "confirms a presence"
    CONFIRM_SEVERAL = "confirms all who are expected"
    ABSENT = "marks absent"
    CLAIM = "goes there"
    RESUME = "lets come back"
    END = "ends a test"


@dataclass(frozen=True)
class Moment:
    """One picture, for so many seconds, and what is said of it: a word of templates/showing/_words.html.

    The finger touches what the CSS selector `touches` finds; `opens` is the id of what is open over the board. In both,
    `{target}` is what the coach speaks of, and `{who}` the candidate's number. `ticks` tells that the boxes are ticked.
    """

    says: str
    lasts: int
    touches: str = ""
    opens: str = ""
    ticks: bool = False


CARD, CARD_BUTTON, SHEET = "#{target} .alert-open", "#{target} .alert-act button", "sheet-{who}"
MOMENTS = {
    "watch": (Moment("begin", 6), Moment("watch", 4)),
    "confirm": (Moment("confirm", 5, CARD_BUTTON),),
    "absent": (
        Moment("absent", 5, "#{target} .row-open"),
        Moment("absent_sheet", 4, "#sheet-absent-{who} button", SHEET),
    ),
    "select": (
        Moment("select", 5, ".search-pick"),
        Moment("select_all", 4, "#several [data-all]", "several"),
        Moment("select_confirm", 4, "#several .button.wide", "several", ticks=True),
    ),
    "calm": (Moment("calm", 4),),
    "go": (Moment("go", 5, CARD_BUTTON),),
    "wait": (Moment("wait", 5),),
    "resume": (Moment("resume", 5, CARD_BUTTON),),
    "choose": (Moment("choose", 6, CARD), Moment("choose_sheet", 5, "#choice-resume-{who} button", SHEET)),
    "end": (
        Moment("end", 6, CARD),
        Moment("end_sheet", 4, "#sheet-{who} [data-opens=end]", SHEET),
        Moment("end_dialog", 4, "#end-form button", "end"),
    ),
    "done": (Moment("done", 7),),
}
"""By what the coach says: the moments in which it is done."""
DEEDS = {
    "confirm": Deed.CONFIRM,
    "absent": Deed.ABSENT,
    "select": Deed.CONFIRM_SEVERAL,
    "go": Deed.CLAIM,
    "resume": Deed.RESUME,
    "choose": Deed.RESUME,
    "end": Deed.END,
}
"""By what the coach says: what is done at the end of its last moment; for the rest, time passes."""
