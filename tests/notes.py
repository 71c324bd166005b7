"""Notes for the tests: made-up people, reserved numbers, and what must be gone afterwards."""

from __future__ import annotations

SOAP = (
    "S: Marisol reports 47 days clean; argued with her brother Joaquín about money. Sponsor Gail H. picked her up.\n"
    "O: PHQ-9 14, GAD-7 9. UDS negative 3/14/2024. Suboxone 8/2 mg BID.\n"
    "A: Opioid use disorder, severe. Beck Depression Inventory 21.\n"
    "P: Continue IOP at Cedar Ridge Recovery. Call Gail at 503-555-0142. MRN 00482913.\n"
    "Electronically signed by Tomas Rourke, LADC"
)
SOAP_GONE = ("Marisol", "Joaquín", "Gail", "3/14/2024", "Suboxone", "Cedar Ridge", "555-0142", "00482913", "Rourke")
SOAP_KEPT = ("PHQ-9 14", "GAD-7 9", "Beck Depression Inventory 21", "47 days clean", "argued with her brother", "LADC")

TALK = (
    "yeah so my sponsor gail called me like three times and i was at my cousin deshawns place\n"
    "and tyrone was there using heroin and i just left i drove to my moms in klamath falls oregon\n"
    "and i told my counselor renee about it you can text me at 503 555 0142"
)
TALK_GONE = ("gail", "tyrone", "heroin", "renee", "klamath", "0142")
TALK_KEPT = ("my sponsor", "called me like three times", "i just left i drove to my moms", "my counselor")
