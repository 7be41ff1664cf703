"""All models of the one-stop shop, gathered where Django looks for them."""

from motcua.onestop.dossiers.models import ClockPause, Dossier, DossierEvent, Extension, SupplementRequest
from motcua.onestop.forms.models import Attachment, Draft, FormVersion
from motcua.onestop.procedures.models import Component, Procedure, ProcedureVersion, ServiceField
from motcua.onestop.processes.models import Comment, ProcessInstance, ProcessVersion, WorkItem
from motcua.onestop.ratings.models import Rating
from motcua.onestop.register.models import RegisterPrint
from motcua.onestop.results.models import IssuedDocument, Signature

__all__ = [
    "Attachment",
    "ClockPause",
    "Comment",
    "Component",
    "Dossier",
    "DossierEvent",
    "Draft",
    "Extension",
    "FormVersion",
    "IssuedDocument",
    "Procedure",
    "ProcedureVersion",
    "ProcessInstance",
    "ProcessVersion",
    "Rating",
    "RegisterPrint",
    "ServiceField",
    "Signature",
    "SupplementRequest",
    "WorkItem",
]
