"""The tables of DSR Desk."""

from dsr.models.blocker import Blocked, Blocker
from dsr.models.branding import Logo
from dsr.models.calendar_feed import CalendarFeed
from dsr.models.clock import (
    Changed,
    ClockChange,
    Extension,
    ExtensionGround,
    Pause,
    PauseReason,
    Reopening,
    ReopenReason,
)
from dsr.models.comment import Comment, Watch
from dsr.models.controller import Controller
from dsr.models.correspondence import Direction, Message
from dsr.models.disposal import Disposal, Fate, RetainGround
from dsr.models.dispute import Dispute, DisputeKind, DisputeState
from dsr.models.event import Actor, Event, EventName
from dsr.models.export import Export, ExportForm, ExportReason, ExportState
from dsr.models.fee import Fee, FeeGround, FeeState
from dsr.models.heartbeat import Heartbeat
from dsr.models.identity import LEVEL_NEEDED, IdentityProof, Level, Method
from dsr.models.letter_text import LetterText
from dsr.models.log import Checkpoint, LogBlock, LogEntry, LogQueue
from dsr.models.mail_code import MailCode
from dsr.models.mailbox import MailboxCheck, Mandate
from dsr.models.measures import (
    MEASURES,
    Balancing,
    Correction,
    Disclosure,
    Erasure,
    HumanReview,
    KeptData,
    Measure,
    PermittedUse,
    Restriction,
    Transfer,
    Withdrawal,
)
from dsr.models.notice import MailReport, Notice, Status
from dsr.models.package import MOST_DOWNLOADS, Package, PackageFile, Ticket, current_package
from dsr.models.processing import Instruction, InstructionState, ProcessorCase, ProcessorState
from dsr.models.recipient import (
    OutsideLetter,
    Recipient,
    RecipientCheck,
    RecipientKind,
    RecipientNotice,
    Told,
    ToldBy,
)
from dsr.models.reference import ReferenceCounter
from dsr.models.saved_view import SavedView
from dsr.models.search import SearchToken
from dsr.models.staff import AccessLink, ProposedRole, RoleProposal
from dsr.models.states import ANSWERS, OPEN, WAITING, Outcome, State
from dsr.models.subject_request import SubjectRequest
from dsr.models.submission import Attachment, Channel, Draft, Medium, Relation, Subject, Submission
from dsr.models.system import LegalBasis, System
from dsr.models.tally import Tally
from dsr.models.task import Task, TaskAnswer, TaskState
from dsr.models.user import Digest, Membership, Role, User

__all__ = [
    "ANSWERS",
    "LEVEL_NEEDED",
    "MEASURES",
    "MOST_DOWNLOADS",
    "OPEN",
    "WAITING",
    "AccessLink",
    "Actor",
    "Attachment",
    "Balancing",
    "Blocked",
    "Blocker",
    "CalendarFeed",
    "Changed",
    "Channel",
    "Checkpoint",
    "ClockChange",
    "Comment",
    "Controller",
    "Correction",
    "Digest",
    "Direction",
    "Disclosure",
    "Disposal",
    "Dispute",
    "DisputeKind",
    "DisputeState",
    "Draft",
    "Erasure",
    "Event",
    "EventName",
    "Export",
    "ExportForm",
    "ExportReason",
    "ExportState",
    "Extension",
    "ExtensionGround",
    "Fate",
    "Fee",
    "FeeGround",
    "FeeState",
    "Heartbeat",
    "HumanReview",
    "IdentityProof",
    "Instruction",
    "InstructionState",
    "KeptData",
    "LegalBasis",
    "LetterText",
    "Level",
    "LogBlock",
    "LogEntry",
    "LogQueue",
    "Logo",
    "MailCode",
    "MailReport",
    "MailboxCheck",
    "Mandate",
    "Measure",
    "Medium",
    "Membership",
    "Message",
    "Method",
    "Notice",
    "Outcome",
    "OutsideLetter",
    "Package",
    "PackageFile",
    "Pause",
    "PauseReason",
    "PermittedUse",
    "ProcessorCase",
    "ProcessorState",
    "ProposedRole",
    "Recipient",
    "RecipientCheck",
    "RecipientKind",
    "RecipientNotice",
    "ReferenceCounter",
    "Relation",
    "ReopenReason",
    "Reopening",
    "Restriction",
    "RetainGround",
    "Role",
    "RoleProposal",
    "SavedView",
    "SearchToken",
    "State",
    "Status",
    "Subject",
    "SubjectRequest",
    "Submission",
    "System",
    "Tally",
    "Task",
    "TaskAnswer",
    "TaskState",
    "Ticket",
    "Told",
    "ToldBy",
    "Transfer",
    "User",
    "Watch",
    "Withdrawal",
    "current_package",
]  # fmt: skip
