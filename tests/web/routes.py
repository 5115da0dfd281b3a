"""Whom each route is for, and whom each stranger may pass for."""

from enum import Enum, auto


class For(Enum):
    """Whom a route is for."""

    EVERYBODY = auto()
    SIGNED_IN = auto()
    STAFF = auto()
    STAFF_OF_THIS = auto()
    INVIGILATOR = auto()
    CANDIDATE = auto()
    TOKEN = auto()
    ADMINISTRATOR = auto()


RULES = {
    "static": For.EVERYBODY,
    "style": For.EVERYBODY,
    "shell.home": For.EVERYBODY,
    "shell.service_worker": For.EVERYBODY,
    "shell.offline": For.EVERYBODY,
    "shell.offline_test": For.EVERYBODY,
    "shell.install": For.EVERYBODY,
    "shell.accessibility": For.EVERYBODY,
    "shell.up": For.EVERYBODY,
    "showing.index": For.EVERYBODY,
    "showing.film": For.EVERYBODY,
    "help.index": For.EVERYBODY,
    "languages.choose": For.EVERYBODY,
    "help.page": For.EVERYBODY,
    "account.sign_up": For.EVERYBODY,
    "account.sign_in": For.EVERYBODY,
    "account.sign_out": For.EVERYBODY,
    "centre.index": For.STAFF,
    "following.index": For.STAFF,
    "following.changes": For.STAFF,
    "following.stream": For.STAFF,
    "following.take_pulse": For.STAFF,
    "centre_messages.write": For.STAFF_OF_THIS,
    "contact.edit": For.STAFF_OF_THIS,
    "centre.new_session": For.STAFF,
    "centre.import_file": For.STAFF,
    "centre.session": For.STAFF_OF_THIS,
    "session_alerts.edit": For.STAFF_OF_THIS,
    "finalisation.finalise": For.STAFF_OF_THIS,
    "seat_plans.index": For.STAFF,
    "seat_plans.new": For.STAFF,
    "seat_plans.edit": For.STAFF_OF_THIS,
    "seat_plans.remove": For.STAFF_OF_THIS,
    "seating.show": For.STAFF_OF_THIS,
    "seating.choose": For.STAFF_OF_THIS,
    "seating.place": For.STAFF_OF_THIS,
    "seating.arrange": For.STAFF_OF_THIS,
    "seating.fill": For.STAFF_OF_THIS,
    "seating.clear": For.STAFF_OF_THIS,
    "centre.import_preview": For.STAFF_OF_THIS,
    "centre.import_confirm": For.STAFF_OF_THIS,
    "training.index": For.SIGNED_IN,
    "training.begin": For.SIGNED_IN,  # a room of their own
    "training.hurry": For.SIGNED_IN,
    "training.stop": For.SIGNED_IN,
    "invigilator.enter": For.SIGNED_IN,
    "invigilator.board": For.INVIGILATOR,
    "invigilator.changes": For.INVIGILATOR,
    "invigilator.stream": For.INVIGILATOR,
    "invigilator.confirm": For.INVIGILATOR,
    "invigilator.confirm_several": For.INVIGILATOR,
    "invigilator.absent": For.INVIGILATOR,
    "invigilator.expect": For.INVIGILATOR,
    "invigilator.cancel": For.INVIGILATOR,
    "invigilator.resume": For.INVIGILATOR,
    "invigilator.end": For.INVIGILATOR,
    "invigilator.reopen": For.INVIGILATOR,
    "invigilator.keep": For.INVIGILATOR,
    "invigilator.hand_over": For.INVIGILATOR,
    "invigilator.sign": For.INVIGILATOR,
    "minutes.grant": For.INVIGILATOR,
    "minutes.grant_several": For.INVIGILATOR,
    "journal.show": For.INVIGILATOR,
    "notes.add": For.INVIGILATOR,
    "notes.withdraw": For.INVIGILATOR,
    "lost_time.compensate": For.INVIGILATOR,
    "lost_time.decline": For.INVIGILATOR,
    "lost_time.compensate_shared": For.INVIGILATOR,
    "invigilator.claim": For.INVIGILATOR,
    "invigilator.give_back": For.INVIGILATOR,
    "alert.show": For.INVIGILATOR,  # and for staff, and for whoever was rung
    "alert.claim": For.INVIGILATOR,
    "alert.give_back": For.INVIGILATOR,
    "invigilator.leave": For.INVIGILATOR,
    "duty.index": For.INVIGILATOR,
    "duty.relieve": For.INVIGILATOR,
    "duty.take_pulse": For.INVIGILATOR,
    "candidate.join": For.SIGNED_IN,
    "candidate.waiting": For.CANDIDATE,
    "candidate.elsewhere": For.CANDIDATE,
    "candidate.code": For.CANDIDATE,
    "candidate.test": For.CANDIDATE,
    "candidate.end": For.CANDIDATE,
    "device.index": For.SIGNED_IN,
    "device.rename": For.INVIGILATOR,  # the phone is theirs
    "device.remove": For.INVIGILATOR,
    "preferences.edit": For.INVIGILATOR,
    "administration.push_status": For.ADMINISTRATOR,
    "administration.deliveries": For.ADMINISTRATOR,
    "api.hello": For.TOKEN,
    "api.beat": For.TOKEN,
    "api.goodbye": For.TOKEN,
    "api.answer": For.TOKEN,
    "api.claim": For.TOKEN,
    "api.shown": For.TOKEN,
    "api.opened": For.TOKEN,
    "api.waiting": For.CANDIDATE,
    "api.elsewhere": For.CANDIDATE,
    "api.sign": For.CANDIDATE,
    "api.reopened": For.CANDIDATE,
    "api.messages": For.CANDIDATE,
    "api.read_message": For.CANDIDATE,
    "api.stop_waiting": For.TOKEN,
    "api.devices": For.SIGNED_IN,
    "api.forget_device": For.SIGNED_IN,
    "api.duty": For.INVIGILATOR,
    "api.push_key": For.EVERYBODY,
    "api.renew_device": For.TOKEN,  # the former subscription's secret
    "api.test_device": For.INVIGILATOR,  # the phone is theirs
    "api.delivery": For.INVIGILATOR,  # and so is the message to it
}
SERVED = {
    "nobody": {For.EVERYBODY},
    "stranger": {For.EVERYBODY, For.SIGNED_IN},
    "other invigilator": {For.EVERYBODY, For.SIGNED_IN},
    "other staff": {For.EVERYBODY, For.SIGNED_IN, For.STAFF},
    "candidate": {For.EVERYBODY, For.SIGNED_IN, For.CANDIDATE},
    "other candidate": {For.EVERYBODY, For.SIGNED_IN, For.CANDIDATE},
}
"""Whom each stranger of Salle B204 may pass for."""
