"""Every table, named in one place so that whoever imports it knows the whole schema."""

from pwa.models.account import Account, PasswordFailures
from pwa.models.alert import Alert, AlertEvent
from pwa.models.attempt import Answer, Attempt
from pwa.models.base import Base
from pwa.models.candidate import Candidate
from pwa.models.centre import Centre, ColumnMapping, Invitation, Membership, Period, Upload
from pwa.models.centre_message import CentreMessage
from pwa.models.device import Delivery, Device, PushHost
from pwa.models.grant import TimeGrant
from pwa.models.idempotency import IdempotencyKey
from pwa.models.journal import JournalLine
from pwa.models.note import Note
from pwa.models.report import FinalReport, QuestionReport
from pwa.models.seat_plan import SeatPlan
from pwa.models.session import CertificationSession, Neighbour, SessionAccess
from pwa.models.span import Span
from pwa.models.training import Training
from pwa.models.watch import Watch

__all__ = [
    "Account",
    "Alert",
    "AlertEvent",
    "Answer",
    "Attempt",
    "Base",
    "Candidate",
    "Centre",
    "CentreMessage",
    "CertificationSession",
    "ColumnMapping",
    "Delivery",
    "Device",
    "FinalReport",
    "IdempotencyKey",
    "Invitation",
    "JournalLine",
    "Membership",
    "Neighbour",
    "Note",
    "PasswordFailures",
    "Period",
    "PushHost",
    "QuestionReport",
    "SeatPlan",
    "SessionAccess",
    "Span",
    "TimeGrant",
    "Training",
    "Upload",
    "Watch",
]
