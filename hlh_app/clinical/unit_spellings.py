"""How hospitals write units, in their languages: every spelling with the UCUM codes it may stand
for. Only spellings with exactly the same number are listed: 1 ku/L is 1 U/mL, and 1 g/L is none of
1 mg/dL. What is written G/L depends on the analyte; units.py decides that."""

import re
import unicodedata

# After spelled(): lower case, no spaces or brackets, µ as u, mc as u, 10^9 as 10*9.
SPELLINGS: dict[str, tuple[str, ...]] = {
    "Cel": (
        *("c", "°c", "cel", "degc", "deg.c", "celsius", "oc", "gradc", "gradcelsius", "degreec"),
        *("degreesc", "degreecelsius", "degreescelsius", "摄氏度", "度"),
    ),
    "[degF]": (
        *("f", "°f", "[degf]", "degf", "deg.f", "fahrenheit", "of", "degreef", "degreesf"),
        *("degreesfahrenheit", "华氏度"),
    ),
    "kg": ("kg", "kgs", "kilo", "kilogram", "kilograms", "kilogramm", "公斤", "千克", "кг"),
    "g": ("g", "gm", "gram", "grams", "gramm", "克"),
    "[lb_av]": ("[lb_av]", "lb", "lbs", "pound", "pounds"),
    "cm": ("cm", "cms", "centimeter", "centimeters", "centimetre", "zentimeter", "厘米", "см"),
    "m": ("m", "meter", "metre", "米"),
    "mm": ("mm", "millimeter", "millimeters", "millimetre", "毫米"),
    "g/L": ("g/l", "gm/l", "gr/l", "gms/l", "mg/ml", "克/升", "г/л"),
    "g/dL": (
        *("g/dl", "gm/dl", "gr/dl", "gms/dl", "grams/dl", "g%", "gm%", "g/100ml", "gm/100ml"),
        *("г/дл", "克/分升"),
    ),
    "mmol/L": ("mmol/l", "mmole/l", "mmoles/l", "mm", "毫摩尔/升", "毫摩/升", "ммоль/л"),
    "10*9/L": (
        *("10*9/l", "/nl", "1/nl", "n/nl", "giga/l", "gpt/l", "gigapart/l", "bill/l"),
        *("billion/l", "billions/l", "cells/nl", "zellen/nl", "10*9cells/l", "{cells}/nl"),
        *("10*6/ml", "mio/ml", "mill/ml", "10*9/л"),
    ),
    "10*3/uL": (
        *(
            "10*3/ul",
            "10*3/mm3",
            "k/ul",
            "k/mm3",
            "thou/ul",
            "thou/mm3",
            "thousand/ul",
            "kcells/ul",
        ),
        *("thousands/ul", "thousand/mm3", "th/ul", "th/mm3", "thous/ul", "thous/mm3", "tsd/ul"),
        *("tsd./ul", "tsd/mm3", "tausend/ul", "1000/ul", "1000/mm3", "x1000/ul", "x1000/mm3"),
        *("10*3cells/ul", "10*3{cells}/ul", "miles/mm3", "miles/ul", "milliers/mm3", "千/ul"),
        *("migliaia/ul", "migl/ul"),
    ),
    "/uL": (
        *("/ul", "1/ul", "n/ul", "cells/ul", "cell/ul", "{cells}/ul", "zellen/ul", "cellules/ul"),
        *("/mm3", "1/mm3", "n/mm3", "cells/mm3", "cell/mm3", "cellules/mm3", "celulas/mm3"),
        *("células/mm3", "elementi/mm3", "个/ul", "#/ul"),
    ),
    "ng/mL": ("ng/ml", "ngr/ml", "纳克/毫升", "нг/мл"),
    "ug/L": ("ug/l", "ugr/l", "微克/升", "мкг/л", "ng/ml", "纳克/毫升"),
    "ng/L": ("ng/l", "纳克/升", "нг/л"),
    "pg/mL": ("pg/ml", "皮克/毫升", "пг/мл"),
    "pmol/L": ("pmol/l", "pm", "皮摩尔/升", "пмоль/л"),
    "umol/L": ("umol/l", "umole/l", "umoles/l", "um", "微摩尔/升", "微摩/升", "мкмоль/л"),
    "mg/dL": ("mg/dl", "mgs/dl", "mgr/dl", "mg%", "mg/100ml", "毫克/分升", "мг/дл"),
    "mg/L": ("mg/l", "mgr/l", "ug/ml", "毫克/升", "мг/л"),
    "U/mL": (
        *("u/ml", "[u]/ml", "unit/ml", "units/ml", "ku/l", "e/ml", "ke/l", "单位/毫升", "ед/мл"),
    ),
    "U/L": (
        *("u/l", "iu/l", "[iu]/l", "unit/l", "units/l", "ui/l", "ie/l", "e/l", "u.i./l", "i.u./l"),
        *("mu/ml", "miu/ml", "单位/升", "国际单位/升", "ед/л", "ме/л"),
    ),
    "mm/h": (
        *("mm/h", "mm/hr", "mm/hrs", "mm/1h", "mm/hour", "mm/1hr", "mm/1sthour", "mm/1sthr", "mm"),
        *("mm/std", "mm/1.std", "mm/1std", "mm/stunde", "mmh", "mm1sthr"),
        *("mm/ora", "mm/1ora", "mm/hora", "mm/1hora", "mm/heure", "毫米/小时", "мм/ч"),
        *("mm/1stunde", "mm/1.stunde", "mm/1时", "mm/час"),
    ),
    "%": ("%", "percent", "pct", "prozent"),
    "{copies}/mL": (
        *("{copies}/ml", "copies/ml", "copy/ml", "cp/ml", "cps/ml", "cop/ml", "geq/ml", "ge/ml"),
        *("copiesdna/ml", "dnacopies/ml", "kopien/ml", "kop/ml", "kop./ml", "copias/ml"),
        *("cópias/ml", "copie/ml", "拷贝/ml", "拷贝数/ml", "拷贝/毫升", "копий/мл"),
        *("genomeequivalents/ml", "genomecopies/ml", "gc/ml"),
    ),
    "[IU]/mL": ("[iu]/ml", "iu/ml", "ui/ml", "ie/ml", "i.u./ml", "国际单位/毫升", "ме/мл"),
    "{Log_copies}/mL": (
        *("{log_copies}/ml", "log10copies/ml", "logcopies/ml", "log10cp/ml", "logcp/ml"),
        *("lgcopies/ml", "lg10copies/ml", "log10kopien/ml", "logkopien/ml", "log10copias/ml"),
        *("copieslog10/ml", "log10拷贝/ml", "lg拷贝/ml"),
    ),
    "{Log_IU}/mL": (
        *("{log_iu}/ml", "log10iu/ml", "logiu/ml", "lgiu/ml", "log10ui/ml", "logui/ml"),
        *("log10ie/ml", "logie/ml", "log10[iu]/ml", "log[iu]/ml"),
    ),
    "{copies}/10*6{cells}": (
        *("{copies}/10*6{cells}", "copies/106cells", "copies/10*6cells", "copies/millioncells"),
        *("copies/1e6cells", "kopien/10*6zellen", "cp/10*6cells", "copies/1000000cells"),
        *("拷贝/10*6细胞", "copies/1millioncells", "copies/10*6cell"),
    ),
    "ug/L{FEU}": (
        *("ug/l{feu}", "ug/lfeu", "ng/mlfeu", "ng/ml{feu}", "ngfeu/ml", "ugfeu/l", "ng{feu}/ml"),
        *("feung/ml", "feuug/l", "ug{feu}/l", "ng/ml-feu", "ug/l-feu"),
    ),
    "ug/L{DDU}": (
        *("ug/l{ddu}", "ug/lddu", "ng/mlddu", "ng/ml{ddu}", "ngddu/ml", "ugddu/l", "ng{ddu}/ml"),
        *("ddung/ml", "dduug/l", "ug{ddu}/l", "ng/mld-du", "ug/ld-du", "ng/ml-ddu", "ug/l-ddu"),
    ),
}
# What stands for another unit in one analyte alone. A monovalent ion has as many mEq as mmol.
OF_ONE_ANALYTE: dict[tuple[str, str], str] = {
    ("meq/l", "sodium"): "mmol/L",
    ("mval/l", "sodium"): "mmol/L",
    ("mekv/l", "sodium"): "mmol/L",
}
PERCENT = frozenset(SPELLINGS["%"])


def _by_spelling() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for unit, spellings in SPELLINGS.items():
        for spelling in spellings:
            found[spelling] = (*found.get(spelling, ()), unit)
    return found


UCUM_OF = _by_spelling()
KNOWN = frozenset(UCUM_OF) | {spelling for spelling, _analyte in OF_ONE_ANALYTE}
_SAME_LETTERS = str.maketrans(
    {"μ": "u", "µ": "u", "×": "x", "⁄": "/", "∕": "/", "·": "*", "∙": "*"}
)
_POWER_OF_TEN = re.compile(
    r"^[x*⋅]?10(?:\^|\*\*|\*|e\+?|exp|\^\{|\(|\^\()?0?([369])[})]?(?=cells|\{cells\}|[/л])"
)
_INNER_POWER = re.compile(r"/[x*]?10(?:\^|\*\*|e\+?)(\d)")
_BRACKETED = re.compile(r"\(([^()]*)\)")
_MICRO = re.compile(r"(?<![a-z])mc(?=g|l(?![a-z])|mol|u)")
_CUBIC = re.compile(r"cu\.?mm|c\.?mm|cubicmm|mm(?:\^|\*\*)3")
_LITER = re.compile(r"(?<=/)(d|m|u|n)?(?:liter|litre|litro)s?")


def spelled(text: str) -> str:
    """A unit as the table above writes it."""
    plain = unicodedata.normalize("NFKC", text).translate(_SAME_LETTERS)
    plain = "".join(plain.split()).lower().strip(".")
    plain = _BRACKETED.sub(r"\1", plain) if plain not in KNOWN else plain
    if plain in KNOWN:
        return plain
    plain = _CUBIC.sub("mm3", _MICRO.sub("u", plain))
    plain = _LITER.sub(r"\1l", plain.replace("per", "/", 1) if "/" not in plain else plain)
    return _INNER_POWER.sub(r"/10*\1", _POWER_OF_TEN.sub(r"10*\1", plain))
