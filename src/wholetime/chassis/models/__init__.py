"""What the chassis keeps."""

from wholetime.chassis.models.account import Account, Membership
from wholetime.chassis.models.api_token import ApiToken
from wholetime.chassis.models.chain import AuditLink, AuditRemoval, AuditShape
from wholetime.chassis.models.descent import Descent
from wholetime.chassis.models.installation import Installation
from wholetime.chassis.models.invitation import Invitation
from wholetime.chassis.models.job import Job
from wholetime.chassis.models.organisation import Node, NodeAlias, Parentage, Succession
from wholetime.chassis.models.pack_run import PackRun
from wholetime.chassis.models.retention import LegalHold, RetentionRun
from wholetime.chassis.models.saved_view import SavedView

__all__ = [
    "Account",
    "ApiToken",
    "AuditLink",
    "AuditRemoval",
    "AuditShape",
    "Descent",
    "Installation",
    "Invitation",
    "Job",
    "LegalHold",
    "Membership",
    "Node",
    "NodeAlias",
    "PackRun",
    "Parentage",
    "RetentionRun",
    "SavedView",
    "Succession",
]
