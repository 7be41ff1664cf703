"""In whose name a result goes out: the department's, or the People's Committee's for what it decides itself."""

from dataclasses import dataclass

from motcua.identity.api import Agency, authority_of, head_of
from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.procedures.models import Signer
from motcua.platform import clock


@dataclass(frozen=True)
class Issuer:
    """The agency whose name, number and seal a result bears."""

    agency: Agency
    is_province: bool

    @property
    def name(self) -> str:
        return self.agency.name_vi

    @property
    def authority(self) -> str:
        """Who decides: the director of a department, the chair of a People's Committee."""
        return authority_of(agency=self.agency, on=clock.today())

    def proposal(self, dossier: Dossier) -> str:
        """On whose proposal: the department's submission, or the unit's appraisal."""
        if self.is_province:
            proposer = authority_of(agency=dossier.agency, on=clock.today())
            return f"Theo đề nghị của {proposer} tại Tờ trình về hồ sơ mã số {dossier}"
        return f"Xét hồ sơ mã số {dossier} và đề nghị của {head_of(dossier.unit.name_vi)}"

    def executors(self, dossier: Dossier) -> str:
        """Who carries a decision out, as its last article names them."""
        office = head_of(f"Văn phòng {self.agency.name_vi}")
        if self.is_province:
            return f"{office}, {authority_of(agency=dossier.agency, on=clock.today())}"
        return f"{office}, {head_of(dossier.unit.name_vi)}"

    def copies_to(self, dossier: Dossier) -> list[str]:
        """Recipients beside the applicant."""
        return [dossier.agency.name_vi] if self.is_province else []

    def archive(self, dossier: Dossier) -> str:
        """Where the copies stay: the clerk's office, and the office or unit that drafted."""
        return f"VT, {dossier.agency.code if self.is_province else dossier.unit.code}"


def issuer_of(dossier: Dossier) -> Issuer:
    """The issuer that the dossier's version of the procedure names."""
    parent = dossier.agency.parent
    if dossier.version.signer == Signer.PROVINCE and parent is not None:
        return Issuer(parent, is_province=True)
    return Issuer(dossier.agency, is_province=False)
