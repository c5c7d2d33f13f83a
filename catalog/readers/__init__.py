"""One module per CMS file layout. Text in, records out; no network, no database.

To add one, write its module with a LAYOUTS tuple and name it below.
"""

from catalog.readers import (
    add_on_codes,
    anesthesia_base_units,
    anesthesia_factors,
    categories,
    clinical_laboratory,
    drug_limits,
    gpci,
    hcpcs,
    locality_counties,
    mue,
    ncci_pairs,
    opps_caps,
    payment_amounts,
    physician_fees,
    places_of_service,
    zip_localities,
)
from catalog.readers.layout import Layout

LAYOUTS: tuple[Layout, ...] = (
    *physician_fees.LAYOUTS,
    *gpci.LAYOUTS,
    *anesthesia_factors.LAYOUTS,
    *anesthesia_base_units.LAYOUTS,
    *opps_caps.LAYOUTS,
    *locality_counties.LAYOUTS,
    *zip_localities.LAYOUTS,
    *ncci_pairs.LAYOUTS,
    *mue.LAYOUTS,
    *add_on_codes.LAYOUTS,
    *hcpcs.LAYOUTS,
    *clinical_laboratory.LAYOUTS,
    *drug_limits.LAYOUTS,
    *categories.LAYOUTS,
    *places_of_service.LAYOUTS,
    *payment_amounts.LAYOUTS,
)
