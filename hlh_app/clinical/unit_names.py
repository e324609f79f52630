"""How units are printed: UCUM code → what hospitals write; others are printed as they are."""

UNITS: dict[str, str] = {
    "Cel": "°C",
    "[degF]": "°F",
    "10*9/L": "×10⁹/L",
    "10*3/uL": "×10³/µL",
    "/uL": "/µL",
    "ug/L": "µg/L",
    "umol/L": "µmol/L",
    "ug/L{FEU}": "µg/L FEU",
    "ug/L{DDU}": "µg/L DDU",
    "{copies}/mL": "copies/mL",
    "[IU]/mL": "IU/mL",
    "{Log_copies}/mL": "log₁₀ copies/mL",
    "{Log_IU}/mL": "log₁₀ IU/mL",
    "{copies}/10*6{cells}": "copies/10⁶ cells",
    "[lb_av]": "lb",
    "mg/m2": "mg/m²",
}
