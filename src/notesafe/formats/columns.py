"""`column_role()`: what a column holds, told from its name."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["column_kind", "column_role"]

_ROLES = {
    "PERSON": """name full_name fullname first_name firstname last_name lastname middle_name given_name family_name surname forename
        fname lname maiden_name nickname alias aliases preferred_name legal_name display_name initials client patient participant
        clinician therapist counselor counsellor provider physician doctor psychiatrist psychologist nurse case_manager social_worker
        supervisor author signed_by interviewer sponsor sponsee peer mother father parent spouse partner guardian sibling child
        next_of_kin nok emergency_contact contact attorney lawyer judge probation_officer parole_officer pastor referred_by referrer
        speaker staff attending roommate""",
    "DATE_OF_BIRTH": "dob birth_date birthdate date_of_birth birthday bday birth",
    "AGE": "age age_years age_at_intake",
    "SOBRIETY_DATE": "sobriety_date clean_date sober_date sober_since clean_since date_sober",
    "DATE_TIME": """date datetime timestamp visit_date session_date service_date date_of_service dos note_date admission_date admit_date
        discharge_date intake_date created created_at updated updated_at modified modified_at date_of_death dod death_date
        encounter_date appointment appointment_date admitted discharged start_date end_date""",
    "US_SSN": "ssn ssn4 last_four_ssn social social_security social_security_number ss_number",
    "RECORD_NUMBER": """mrn medical_record medical_record_number record_number record_no chart chart_number chart_no patient_id
        client_id patient_number client_number ehr_id emr_id encounter_id""",
    "HEALTH_PLAN_NUMBER": """insurance_id insurance_number member_id policy_number subscriber_id group_number medicaid medicaid_id
        medicare medicare_id mbi plan_number""",
    "ACCOUNT_NUMBER": "account account_number account_no acct bank_account card_number credit_card iban",
    "LICENSE_NUMBER": "license license_number licence drivers_license driver_license dl dl_number npi dea dea_number",
    "CASE_NUMBER": "case_number case_no case_id docket docket_number court_case",
    "INMATE_NUMBER": "inmate_number inmate_id booking booking_number doc_number sid jail_id",
    "PRESCRIPTION_NUMBER": "rx rx_number prescription_number specimen_id lot_number",
    "VEHICLE_ID": "vin plate license_plate plate_number",
    "DEVICE_ID": "device_id serial serial_number imei mac mac_address device_serial",
    "PHONE_NUMBER": "phone phone_number telephone tel mobile cell cell_phone fax fax_number contact_number",
    "EMAIL_ADDRESS": "email e_mail email_address mail",
    "URL": "url website web link homepage",
    "IP_ADDRESS": "ip ip_address",
    "USERNAME": "username user_name handle screen_name login user twitter instagram facebook reddit",
    "MEETING_ACCESS": "zoom_id meeting_id passcode pin door_code",
    "ADDRESS": "address street street_address address1 address2 address_1 address_2 address_line address_line_1 address_line_2 addr",
    "ZIP_CODE": "zip zipcode zip_code postal_code postcode zip4",
    "LOCATION": "city town county state province neighborhood neighbourhood region location country place birthplace hometown",
    "FACILITY": "facility clinic hospital program programme sober_house residence treatment_center treatment_centre rehab site_name",
    "HOME_GROUP": "home_group homegroup",
    "ORGANIZATION": "employer school company organization organisation court agency workplace",
    "OCCUPATION": "occupation job job_title profession",
}
_BY_NAME = {name: role for role, names in _ROLES.items() for name in names.split()}
_KINDS = {
    "client": "client patient participant sibling_of",
    "clinician": """clinician therapist counselor counsellor provider physician doctor psychiatrist psychologist nurse case_manager
        social_worker supervisor signed_by attending author interviewer staff""",
    "sponsor": "sponsor",
    "sponsee": "sponsee",
    "peer": "peer roommate",
    "relative": "mother father parent spouse partner guardian sibling child next_of_kin nok emergency_contact",
    "official": "attorney lawyer judge probation_officer parole_officer",
}
_BY_WORD = {name: kind for kind, names in _KINDS.items() for name in names.split()}
_BEFORE = re.compile(
    r"(?:patient|client|pt|participant|subject|contact|emergency_contact|mother|father|parent|spouse|partner|guardian|next_of_kin|nok"
    r"|sponsor|sponsee|clinician|therapist|counselor|counsellor|provider|physician|doctor|peer|referring|primary|secondary|home|work"
    r"|cell|mailing|billing|current|attending|staff|employee|legal|case_manager|supervisor|probation_officer|the)_"
)
_AFTER = re.compile(r"_(?:\d+|text|txt|str|raw)$")


@lru_cache(maxsize=4096)
def column_role(name: str) -> str | None:
    """
    Return the entity type that a column of this name holds, or None for free text and all else.

        >>> column_role("Patient First Name"), column_role("DOB"), column_role("note"), column_role("drug_name")
        ('PERSON', 'DATE_OF_BIRTH', None, None)
    """
    plain = _plain(name)
    while plain:
        if plain in _BY_NAME:
            return _BY_NAME[plain]
        shorter = _BEFORE.sub("", plain, count=1) if _BEFORE.match(plain) else _AFTER.sub("", plain)
        if shorter == plain:
            break
        plain = shorter
    if re.search(r"(?:^|_)(?:date|dt|datetime|timestamp)$", plain):
        return "DATE_TIME"
    return None


def column_kind(name: str) -> str | None:
    """
    Return who the people of a column are, as in `PERSON.clinician`, or None where the name does not say.

        >>> column_kind("Therapist Name"), column_kind("first_name")
        ('clinician', None)
    """
    plain = _plain(name)
    found = [word for word in _BY_WORD if re.search(rf"(?:^|_){word}(?:_|$)", plain)]
    return _BY_WORD[max(found, key=len)] if found and column_role(name) == "PERSON" else None


def _plain(name: str) -> str:
    """Return a name in lower case with `_` between its words."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return re.sub(r"[^a-z0-9]+", "_", parted.lower()).strip("_")
