"""The domain's tables."""

from incidents.models.casefile import CaseFile, CaseFilePdf, Revision
from incidents.models.incident import CaseContent, Draft, Incident
from incidents.models.message import Message
from incidents.models.release import Release, ReleaseAccess
from incidents.models.tip import IndexRow, Tip, TriageResult

__all__ = [
    "CaseContent",
    "CaseFile",
    "CaseFilePdf",
    "Draft",
    "Incident",
    "IndexRow",
    "Message",
    "Release",
    "ReleaseAccess",
    "Revision",
    "Tip",
    "TriageResult",
]
