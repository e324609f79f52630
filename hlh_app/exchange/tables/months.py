"""Names of months and weekdays, without accents, as reports of several languages print them."""

import unicodedata

_NAMES = (
    "january jan janvier janv januar jaenner janner enero ene gennaio gen janeiro",
    "february feb febr februar fevrier fevr fev febrero febbraio fevereiro feber",
    "march mar marz maerz mrz mars marzo março marco",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio mag maio",
    "june jun juni juin junio giugno giu junho",
    "july jul juli juillet juil julio luglio lug julho",
    "august aug aout aoust agosto ago",
    "september sep sept septembre septiembre settembre set sett setembro setiembre",
    "october oct okt oktober octobre octubre ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec dez dezember decembre diciembre dic dicembre dezembro",
)
_WEEKDAYS = (
    "monday mon tuesday tue tues wednesday wed thursday thu thur thurs friday fri saturday sat "
    "sunday sun montag mo dienstag di mittwoch mi donnerstag do freitag fr samstag sa sonntag so "
    "lundi lun mardi mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim lunes martes "
    "miercoles mie jueves jue viernes vie sabado sab domingo dom lunedi martedi mercoledi giovedi "
    "gio venerdi segunda terca quarta quinta sexta "
    "周一 周二 周三 周四 周五 周六 周日 星期一 星期二 "
    "星期三 星期四 星期五 星期六 星期日"
)
MONTHS = {name: n for n, names in enumerate(_NAMES, 1) for name in names.split()}
WEEKDAYS = frozenset(_WEEKDAYS.split())


def bare(text: str) -> str:
    """Lower case without accents."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
