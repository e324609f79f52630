"""Which drug a medication is, by the generic names that the rules use, as whole words.

A product's name holds its generic name ("ruxolitinib 5 MG Oral Tablet"), which is how RxNorm and
most hospitals print it. Where none, or several that are not one known combination, are found, the
medication is reported. A form that is not for the whole body is not the drug (our definition).
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from hlh_app.clinical.drugs import generic_names
from hlh_app.clinical.therapy import HLH_THERAPIES
from hlh_app.clinical.transfusions import SPOILING

_IMMUNOGLOBULIN = ("ivig", "immunoglobulin")
OTHER_NAMES: Mapping[str, str] = {
    "ciclosporin": "cyclosporine",
    "cyclosporin": "cyclosporine",
    "anti thymocyte globulin": "antithymocyte globulin",
    "dexamethason": "dexamethasone",
    "plasmapheresis": "plasma exchange",
}
"""Other spellings of one drug."""
AS_A_WHOLE: Mapping[str, str] = {
    "ivig": "ivig",
    "immunoglobulin": "immunoglobulin",
    "human immunoglobulin g": "immunoglobulin",
    "immunoglobulin g human": "immunoglobulin",
    "normal human immunoglobulin": "immunoglobulin",
}
"""Only where the name says nothing more: there are immunoglobulins against single diseases."""
NOT_SYSTEMIC = re.compile(
    r"\b(topical|ophthalmic|otic|nasal|vaginal|inhal\w*|inhaler|cream|ointment|lotion|gel|eye"
    r"|ear|shampoo|transdermal|mouthwash|intravitreal|intraarticular|rectal|enema|foam)\b"
)
_BETWEEN = re.compile(r"[^a-z0-9_]+")

_NAMES: Mapping[str, str] = {
    **{name: name for name in HLH_THERAPIES if name not in _IMMUNOGLOBULIN},
    **{name: name for name in SPOILING},
    **OTHER_NAMES,
}


@lru_cache(maxsize=4096)
def drug_of(written: str) -> str | None:
    """The generic name in what somebody wrote; None where it is not one drug of the rules, or not
    one for the whole body."""
    plain = _BETWEEN.sub(" ", written.casefold()).strip()
    if plain in AS_A_WHOLE:
        return AS_A_WHOLE[plain]
    if NOT_SYSTEMIC.search(plain):
        return None
    named = {generic for name, generic in _NAMES.items() if f" {name} " in f" {plain} "}
    others = generic_names(written)
    if len(named) == 1 and not others:
        return named.pop()
    if not named and others:
        return "/".join(others)
    return None
