"""The only door of e-forms for the other parts of the one-stop shop and for other rooms."""

from motcua.onestop.forms.completeness import DraftIncomplete, ready_answers
from motcua.onestop.forms.components import (
    ComponentState,
    MissingComponent,
    component_states,
    missing_components,
    uploads_of,
)
from motcua.onestop.forms.models import Draft, FormVersion
from motcua.onestop.forms.queries import list_attachments, list_drafts
from motcua.onestop.forms.rules.applicant import AUTHORISED, Applicant, applicant_of
from motcua.onestop.forms.rules.checking import FormError
from motcua.onestop.forms.rules.model import Field as FormField
from motcua.onestop.forms.rules.model import Form
from motcua.onestop.forms.rules.summary import SummaryRow, SummarySection
from motcua.onestop.forms.services.attachments import attach_file, attach_stored, remove_file, reuse_file
from motcua.onestop.forms.services.drafts import (
    DraftClosed,
    NoForm,
    delete_draft,
    purge_drafts,
    restore_draft,
    save_page,
    start_draft,
)
from motcua.onestop.forms.services.loading import FormInvalid, load_forms, save_form
from motcua.onestop.forms.versions import form_of, summary, validate

__all__ = [
    "AUTHORISED",
    "Applicant",
    "ComponentState",
    "Draft",
    "DraftClosed",
    "DraftIncomplete",
    "Form",
    "FormError",
    "FormField",
    "FormInvalid",
    "FormVersion",
    "MissingComponent",
    "NoForm",
    "SummaryRow",
    "SummarySection",
    "applicant_of",
    "attach_file",
    "attach_stored",
    "component_states",
    "delete_draft",
    "form_of",
    "list_attachments",
    "list_drafts",
    "load_forms",
    "missing_components",
    "purge_drafts",
    "ready_answers",
    "remove_file",
    "restore_draft",
    "reuse_file",
    "save_form",
    "save_page",
    "start_draft",
    "summary",
    "uploads_of",
    "validate",
]
