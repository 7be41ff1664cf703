"""Who files what in the generated past of the demonstration: unsaved dossiers in state 1."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random
from typing import Any

from django.utils import timezone

from motcua.demo.answers import answer_form
from motcua.demo.people import Applicant
from motcua.onestop.api import Channel, Dossier, MoneyState, new_temporary_code
from motcua.onestop.forms.api import Form, FormVersion, form_of
from motcua.onestop.procedures.api import ProcedureVersion, fee_for

Channels = Sequence[tuple[str, int]]
CHANNELS: Channels = ((Channel.ONLINE, 82), (Channel.COUNTER, 13), (Channel.POST, 5))


class Composer:
    """Composes dossiers of ``versions``; ``weights`` say how many of them go to which agency."""

    def __init__(
        self,
        random: Random,
        applicants: Sequence[Applicant],
        versions: Sequence[ProcedureVersion],
        weights: Mapping[str, int],
    ) -> None:
        self.random = random
        self.people = [item for item in applicants if item.organisation is None]
        self.firms = [item for item in applicants if item.organisation is not None]
        by_agency: dict[str, list[ProcedureVersion]] = {code: [] for code in weights}
        for version in versions:
            by_agency.get(version.procedure.agency.code, []).append(version)
        self.by_agency = {code: found for code, found in by_agency.items() if found}
        self.weights = weights
        self._forms: dict[int, Form] = {}
        # A stream of its own: how many questions a form has does not change what becomes of the dossiers.
        self._wording = Random(random.random())  # noqa: S311 - the same words on every machine

    def dossier(self, *, key: str, submitted_at: datetime, channels: Channels = CHANNELS) -> Dossier:
        """A dossier of any of the agencies, filed at ``submitted_at``."""
        version, applicant = self._choose()
        return_channel = self._draw((Channel.ONLINE, 55), (Channel.POST, 25), (Channel.COUNTER, 20))
        answers = self._answers(version, applicant, submitted_at, return_channel)
        fee = fee_for(version, answers, on=timezone.localdate(submitted_at)).total
        procedure = version.procedure
        return Dossier(
            temporary_code=new_temporary_code(),
            idempotency_key=key,
            version=version,
            agency=procedure.agency,
            unit=procedure.unit,
            submitted_by=applicant.user,
            person=applicant.person,
            organisation=applicant.organisation,
            applicant_id_hash=applicant.id_hash,
            applicant_name=applicant.name,
            contact_phone=applicant.details.phone,
            contact_email=applicant.details.email,
            contact_address=applicant.details.address,
            channel=self._draw(*channels),
            return_channel=return_channel,
            form=version.form,
            form_data=answers,
            fee_total=fee,
            money_state=MoneyState.DUE if fee else MoneyState.NOTHING_DUE,
            submitted_at=submitted_at,
        )

    def _choose(self) -> tuple[ProcedureVersion, Applicant]:
        code = self._draw(*((code, self.weights[code]) for code in self.by_agency))
        version = self.random.choice(self.by_agency[code])
        kinds = set(version.applicant_kinds)
        fitting = [*self.people] if "citizen" in kinds else []
        fitting += self.firms if kinds & {"organisation", "business"} else []
        return version, self.random.choice(fitting)

    def _draw(self, *weighted: tuple[str, int]) -> str:
        values, weights = zip(*weighted, strict=True)
        return str(self.random.choices(values, weights)[0])

    def _answers(
        self, version: ProcedureVersion, applicant: Applicant, at: datetime, channel: str
    ) -> dict[str, Any]:
        if version.form is None:
            return {"applicant": applicant.answers()}
        form = self._form(version.form)
        answers = answer_form(
            form, on=timezone.localdate(at), random=self._wording, channel=channel, holder=applicant.name
        )
        return {**answers, "applicant": applicant.answers()}

    def _form(self, version: FormVersion) -> Form:
        if version.pk not in self._forms:
            self._forms[version.pk] = form_of(version)
        return self._forms[version.pk]
