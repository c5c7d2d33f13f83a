"""The datasets CMS publishes that the catalog keeps, and where CMS offers them."""

from __future__ import annotations

from dataclasses import dataclass

CMS = "https://www.cms.gov/medicare"
PHYSICIAN = f"{CMS}/payment/fee-schedules/physician"
RVU_FILES = f"{PHYSICIAN}/pfs-relative-value-files"
NCCI = f"{CMS}/coding-billing/national-correct-coding-initiative-ncci-edits"


@dataclass(frozen=True, slots=True)
class Dataset:
    """One kind of table."""

    title: str
    url: str
    short: str  # how a release's id begins
    kept: bool = True  # False: read only to verify our own figures
    yearly: bool = False  # one table for a calendar year, not one a quarter


DATASETS = {
    "physician_fees": Dataset("Physician fee schedule relative values", RVU_FILES, ""),
    "physician_fees_qualifying": Dataset(
        "Physician fee schedule relative values for qualifying APM participants",
        RVU_FILES,
        "qualifying-",
    ),
    "gpci": Dataset("Geographic practice cost indices", RVU_FILES, "", yearly=True),
    "anesthesia_factors": Dataset(
        "Anesthesia conversion factors by locality",
        f"{PHYSICIAN}/anesthesiologists-center",
        "",
        yearly=True,
    ),
    "anesthesia_base_units": Dataset(
        "Anesthesia base units", f"{PHYSICIAN}/anesthesiologists-center", ""
    ),
    "locality_counties": Dataset(
        "Counties of the payment localities", RVU_FILES, "", yearly=True
    ),
    "zip_localities": Dataset(
        "ZIP codes to carriers and localities", f"{CMS}/payment/fee-schedules", "zip-"
    ),
    "ncci_practitioner": Dataset(
        "NCCI procedure-to-procedure edits, practitioner",
        f"{NCCI}/medicare-ncci-procedure-procedure-ptp-edits",
        "ncci-practitioner-",
    ),
    "ncci_outpatient_hospital": Dataset(
        "NCCI procedure-to-procedure edits, outpatient hospital",
        f"{NCCI}/medicare-ncci-procedure-procedure-ptp-edits",
        "ncci-hospital-",
    ),
    "mue_practitioner": Dataset(
        "Medically unlikely edits, practitioner",
        f"{NCCI}/medicare-ncci-medically-unlikely-edits",
        "mue-practitioner-",
    ),
    "mue_outpatient_hospital": Dataset(
        "Medically unlikely edits, outpatient hospital",
        f"{NCCI}/medicare-ncci-medically-unlikely-edits",
        "mue-hospital-",
    ),
    "mue_dme_supplier": Dataset(
        "Medically unlikely edits, DME supplier",
        f"{NCCI}/medicare-ncci-medically-unlikely-edits",
        "mue-dme-",
    ),
    "add_on_codes": Dataset(
        "Add-on code edits", f"{NCCI}/medicare-ncci-add-code-edits", "add-on-"
    ),
    "hcpcs": Dataset(
        "HCPCS Level II codes and modifiers",
        f"{CMS}/coding-billing/healthcare-common-procedure-system",
        "hcpcs-",
    ),
    "clinical_laboratory": Dataset(
        "Clinical laboratory fee schedule",
        f"{CMS}/payment/fee-schedules/clinical-laboratory-fee-schedule-clfs",
        "clfs-",
    ),
    "drug_limits": Dataset(
        "Part B drug payment limits",
        f"{CMS}/payment/part-b-drugs/asp-pricing-files",
        "",
    ),
    "categories": Dataset(
        "Code categories (Restructured BETOS)",
        "https://data.cms.gov/provider-summary-by-type-of-service/"
        "provider-service-classifications/restructured-betos-classification-system",
        "",
    ),
    "places_of_service": Dataset(
        "Place-of-service codes",
        f"{CMS}/coding-billing/place-of-service-codes/code-sets",
        "",
    ),
    "opps_caps": Dataset("OPPS caps by locality", RVU_FILES, "opps-caps-", kept=False),
    "payment_amounts": Dataset(
        "Payment amounts by locality",
        f"{PHYSICIAN}/national-payment-amount-file",
        "",
        kept=False,
    ),
}


def release_id(dataset: str, name: str) -> str:
    """A release's short id: "rvu25a", "ncci-practitioner-2026q3"."""
    return (DATASETS[dataset].short + name).lower().replace(" ", "-")
