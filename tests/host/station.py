"""Installation with SMS: a database where the test wants it, a roster, and `sek` processes over it."""

from pathlib import Path

from tests.host.gateway import SECRET, Gateway
from tests.processes.installation import Installation

LEAD, CLT, RLA = "+254300000001", "+254300000004", "+254300000009"
ROSTER = f"""\
name,role,county,phone,language
Patrick Mburu,county_lead,Kitui,{LEAD},en
Kitui CLT Lead,clt_lead,Kitui,{CLT},en
"""


class Station(Installation):
    """One lead and one CLT lead, with telephones."""

    def __init__(self, folder: Path, database_url: str, gateway: Gateway) -> None:
        folder.mkdir(exist_ok=True)
        super().__init__(folder, database_url, "", "")
        self.environment |= {
            "SEK_AFRICASTALKING_USERNAME": "sandbox",
            "SEK_AFRICASTALKING_API_KEY": "a-key-of-these-tests",
            "SEK_AFRICASTALKING_WEBHOOK_SECRET": SECRET,
            "SEK_AFRICASTALKING_API_URL": f"{gateway.url}/version1",
        }
        self.migrates()
        self.imports(ROSTER)
