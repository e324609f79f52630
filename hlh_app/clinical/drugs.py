"""Drugs that matter beside ruxolitinib, recognised by generic name and class.

CYP3A4 classes after the examples of the United States FDA (read in a copy, unverified): strong
inhibitors, fluconazole apart (it inhibits CYP2C9 as well), isavuconazole as the one weaker azole,
and inducers; dexamethasone, a weaker inducer that most patients have, is not counted. Which drugs
count as prophylaxis, and which as antivirals against hepatitis B, is our definition.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache


class DrugClass(StrEnum):
    STRONG_CYP3A4_INHIBITOR = "strong_cyp3a4_inhibitor"
    FLUCONAZOLE = "fluconazole"
    WEAKER_AZOLE = "weaker_azole"
    CYP3A4_INDUCER = "cyp3a4_inducer"
    PNEUMOCYSTIS_PROPHYLAXIS = "pneumocystis_prophylaxis"
    FUNGAL_PROPHYLAXIS = "fungal_prophylaxis"
    HEPATITIS_B_ANTIVIRAL = "hepatitis_b_antiviral"


DRUGS: Mapping[DrugClass, tuple[str, ...]] = {
    DrugClass.STRONG_CYP3A4_INHIBITOR: (
        *("itraconazole", "ketoconazole", "levoketoconazole", "posaconazole", "voriconazole"),
        *("clarithromycin", "telithromycin", "troleandomycin"),
        *("ritonavir", "cobicistat", "atazanavir", "darunavir", "indinavir", "lopinavir"),
        *("nelfinavir", "saquinavir", "tipranavir", "boceprevir", "telaprevir"),
        *("ceritinib", "idelalisib", "tucatinib", "lonafarnib", "mifepristone", "nefazodone"),
    ),
    DrugClass.FLUCONAZOLE: ("fluconazole", "fosfluconazole"),
    DrugClass.WEAKER_AZOLE: ("isavuconazole",),
    DrugClass.CYP3A4_INDUCER: (
        *("rifampicin", "rifabutin", "rifapentine"),
        *("phenytoin", "fosphenytoin", "carbamazepine", "phenobarbital", "primidone"),
        *("apalutamide", "enzalutamide", "mitotane", "lumacaftor", "dabrafenib", "lorlatinib"),
        *("bosentan", "efavirenz", "etravirine", "nevirapine", "modafinil", "nafcillin"),
        *("cenobamate", "eslicarbazepine", "st john's wort"),
    ),
    DrugClass.PNEUMOCYSTIS_PROPHYLAXIS: ("co-trimoxazole", "pentamidine", "atovaquone", "dapsone"),
    DrugClass.FUNGAL_PROPHYLAXIS: (
        *("fluconazole", "fosfluconazole", "itraconazole", "posaconazole", "voriconazole"),
        *("isavuconazole", "micafungin", "caspofungin", "anidulafungin", "rezafungin"),
        "amphotericin b",
    ),
    DrugClass.HEPATITIS_B_ANTIVIRAL: (
        *("entecavir", "tenofovir", "lamivudine", "telbivudine", "adefovir"),
    ),
}

OTHER_NAMES: Mapping[str, str] = {
    "rifampin": "rifampicin",
    "rifampicine": "rifampicin",
    "phenobarbitone": "phenobarbital",
    "diphenylhydantoin": "phenytoin",
    "troleandomycine": "troleandomycin",
    "isavuconazonium": "isavuconazole",
    "nirmatrelvir": "ritonavir",
    "ombitasvir": "ritonavir",
    "paritaprevir": "ritonavir",
    "elvitegravir": "cobicistat",
    "cotrimoxazole": "co-trimoxazole",
    "cotrimoxazol": "co-trimoxazole",
    "co trimoxazole": "co-trimoxazole",
    "trimethoprim sulfamethoxazole": "co-trimoxazole",
    "trimethoprim sulphamethoxazole": "co-trimoxazole",
    "sulfamethoxazole": "co-trimoxazole",
    "sulphamethoxazole": "co-trimoxazole",
    "tmp smx": "co-trimoxazole",
    "smx tmp": "co-trimoxazole",
    "tmp smz": "co-trimoxazole",
    "smz tmp": "co-trimoxazole",
    "smz co": "co-trimoxazole",
    "amphotericin": "amphotericin b",
    "ambisome": "amphotericin b",
    "st johns wort": "st john's wort",
    "st john s wort": "st john's wort",
    "hypericum": "st john's wort",
}
"""Other spellings, and products that hold the drug: written as :func:`_plain` leaves them."""

_BETWEEN_WORDS = re.compile(r"[^a-z0-9]+")


def _plain(name: str) -> str:
    """Small letters, one space between words; ``-azol`` and ``-azole`` are one ending."""
    spaced = _BETWEEN_WORDS.sub(" ", name.casefold()).strip()
    return re.sub(r"azol\b", "azole", spaced)


_GENERIC: dict[str, str] = {
    **{_plain(name): name for names in DRUGS.values() for name in names},
    **{_plain(other): name for other, name in OTHER_NAMES.items()},
}


@lru_cache(maxsize=1024)
def generic_names(drug: str) -> tuple[str, ...]:
    """The drugs of :data:`DRUGS` in what somebody wrote, in the order written.

    Words before, between and after are passed over ("lopinavir/ritonavir", "voriconazole iv").
    """
    text = f" {_plain(drug)} "
    found: dict[str, int] = {}
    for spelled, name in _GENERIC.items():
        place = text.find(f" {spelled} ")
        if place >= 0:
            found[name] = min(place, found.get(name, place))
    return tuple(sorted(found, key=lambda name: found[name]))


def classes_of(drug: str) -> frozenset[DrugClass]:
    """Every class that a drug, or a drug in a combination product, belongs to."""
    names = generic_names(drug)
    return frozenset(kind for kind, members in DRUGS.items() if set(names) & set(members))
