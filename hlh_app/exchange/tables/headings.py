"""What the headings of rows and columns say, in the languages of the laboratories."""

from functools import lru_cache

from hlh_app.exchange.tables.names import plain

# fmt: off
_ROLES = {
    "test": (
        "test|tests|test name|analyte|parameter|component|component name|lab test|labtest|item|"
        "item name|investigation|description|measurement|lab name|test description|observation|"
        "untersuchung|analyse|messgröße|bezeichnung|laborparameter|laborwert|analyt|"
        "kurzbezeichnung|examen|analyse|paramètre|paramètres|prueba|determinación|parámetro|"
        "analito|esame|analita|exame|parâmetro|parametro|项目|项目名称|检验项目|指标|检测项目|"
        "中文名称|检查项目|lab parameter"
    ),
    "value": (
        "result|results|value|values|result value|numeric result|test result|result numeric|"
        "measured value|ergebnis|wert|messwert|resultat|befund|résultat|résultats|valeur|"
        "resultado|resultados|valor|risultato|risultati|valore|结果|检验结果|测定值|检测结果|"
        "数值|测定结果|结果值"
    ),
    "date": (
        "date|dates|sampled|sampled at|taken|taken at|sample taken|measured|date and time|"
        "collection date|collected|collection|collected on|collected at|date collected|"
        "sample date|sampling date|drawn|draw date|date drawn|specimen date|date time|datetime|"
        "collection date time|collection datetime|collection time|date of collection|measured at|"
        "measured on|day|date of test|test date|datum|abnahme|abnahmedatum|entnahme|"
        "entnahmedatum|entnahmezeit|abnahmezeit|probenahme|abnahmezeitpunkt|datum zeit|"
        "datum uhrzeit|tag|probe vom|date de prélèvement|prélèvement|prélevé le|date prélèvement|"
        "fecha|fecha de toma|fecha de extracción|fecha y hora|extracción|data|data prelievo|"
        "data del prelievo|prelievo|data da coleta|data coleta|coleta|日期|采样时间|采集时间|"
        "采样日期|标本采集时间|检验日期|检测日期|采集日期|采血时间|specimen collected|"
        "date time collected|sample collected|effective date"
    ),
    "reported": (
        "reported|report date|result date|resulted|date reported|received|received date|ordered|"
        "order date|printed|validated|befunddatum|eingang|eingangsdatum|auftragsdatum|ausgabe|"
        "date du résultat|reçu le|édité le|fecha de informe|fecha resultado|validación|"
        "data referto|data do resultado|报告时间|报告日期|送检日期|接收时间|审核时间|送检时间|"
        "print date|released|druckdatum"
    ),
    "time": (
        "time|clock|uhrzeit|zeit|heure|hora|ora|时间|collection clock time|time of day|zeitpunkt"
    ),
    "unit": (
        "unit|units|uom|ucum|unit of measure|units of measure|measure unit|einheit|einheiten|"
        "unité|unités|unidad|unidades|unità|unità di misura|unidade|单位|result unit|maßeinheit|"
        "u m"
    ),
    "interval": (
        "reference range|ref range|reference interval|normal range|range|normal values|reference|"
        "ref|reference values|references|normal|normals|standard range|latest ref range|"
        "ref interval|latest ref rng|ref rng|ref rng units|ref range units|latest ref rng units|"
        "referenz|referenzbereich|normbereich|normalwert|normalwerte|normwerte|norm|referenzwert|"
        "referenzintervall|valeurs de référence|norme|normes|valeur de référence|intervalle|"
        "rango de referencia|valores de referencia|rango|valori di riferimento|"
        "intervallo di riferimento|intervalo de referência|valor de referência|"
        "valores de referência|riferimento|参考范围|参考值|参考区间|正常范围|ref ranges|"
        "biological reference interval|bio ref interval|reference range and units"
    ),
    "lab": "lab|labs",
    "name": "name|namen|nom|nombre|nome|名称",
    "low": (
        "low|lower|ref low|reference low|lower limit|untergrenze|low limit|lln|ref min|下限|"
        "range low"
    ),
    "high": (
        "high|upper|ref high|reference high|upper limit|obergrenze|high limit|uln|ref max|上限|"
        "range high"
    ),
    "flag": (
        "flag|flags|abnormal flag|h l|abn|abnormal|kennzeichen|bewertung|提示|异常|标志|"
        "indicator|status flag|kz|markierung|interpretation|异常提示|高低|箭头"
    ),
    "laboratory": (
        "laboratory|performing lab|performing laboratory|labor|laboratoire|laboratorio|"
        "laboratório|实验室|site lab|lab facility"
    ),
    "assay": (
        "assay|method|methode|méthode|método|metodo|方法|检测方法|platform|kit|procedure|"
        "assay name"
    ),
    "patient": (
        "patient|patient id|patientid|patient no|patient number|mrn|subject|subject id|subjid|"
        "usubjid|study id|study code|studycode|record id|patient code|patient name|patienten id|"
        "patientennummer|fallnummer|fallnr|patienten nr|pat id|pid|case id|paciente|paziente|"
        "患者|病人|姓名|病历号|住院号|患者姓名|患者编号|subject no|id|participant|participant id|"
        "code patient|patient key"
    ),
    "comparator": "comparator|op|operator|prefix|sign|modifier|qualifier|vergleich",
    "specimen": (
        "specimen|specimen type|sample|sample type|material|probenmaterial|untersuchungsmaterial|"
        "matrix|échantillon|muestra|tipo de muestra|campione|amostra|标本|标本类型|样本类型|样本|"
        "标本种类|probe"
    ),
    "status": "status|result status|befundstatus|estado|stato|état|状态|statut",
    "previous": (
        "previous|previous result|prior|prior result|last result|vorwert|vorwerte|vorbefund|"
        "antériorité|antérieur|anterior|precedente|resultado anterior|上次结果|历史结果|"
        "previous value"
    ),
    "other": (
        "comment|comments|remark|remarks|note|notes|bemerkung|bemerkungen|kommentar|commentaire|"
        "comentario|commento|observaciones|备注|说明|no|nr|序号|编号|code|loinc|loinc code|"
        "test code|代码|英文缩写|缩写|英文名称|category|group|panel|type|department|ward|station|"
        "sex|gender|age|dob|date of birth|geburtsdatum|出生日期|birth date|visit|encounter|trend|"
        "delta|count|order|order id|accession|accession number|auftrag|auftragsnummer|profile|"
        "class|row|index|graph|chart|性别|年龄|doctor|physician|diagnosis|delta check|change|"
        "source|ref source|科室|诊断|医师|审核"
    ),
}
_OTHER_SPECIMENS = (
    "urine|urin|harn|orina|urina|urinalysis|urinstatus|urinsediment|spot urine|24 h urine|csf|"
    "liquor|cerebrospinal|cerebrospinal fluid|liquordiagnostik|lcr|lcs|liquido cefalorraquideo|"
    "stool|stuhl|feces|faeces|selles|heces|feci|pleural|pleural fluid|pleura|pleurapunktat|"
    "ascites|aszites|punktat|ascitic|ascitic fluid|peritoneal|peritoneal fluid|bal|"
    "bronchoalveolar|lavage|bone marrow|marrow|knochenmark|bone marrow aspirate|synovial|"
    "synovial fluid|joint|gelenkpunktat|dialysate|dialysat|drain|drainage|sputum|saliva|speichel|"
    "body fluid|fluid|swab|abstrich|amniotic|尿|尿液|尿常规|脑脊液|骨髓|粪便|胸水|腹水|痰|bgt|"
    "cord|cord blood|nabelschnurblut|donor|spender|mother|mutter|point of care"
)
_BLOOD = (
    "blood|serum|plasma|venous|blut|vollblut|edta|edtablut|citrate|citrat|citratblut|zitrat|"
    "heparin|heparinblut|sang|sangre|sangue|siero|suero|血|血清|血浆|全血|静脉血|soro|bloed|"
    "arterial|capillary|kapillarblut|sst|pst|s|p|b|ser|plas|venös|venöses|sérum|veineux|venosa"
)
# fmt: on


def _table(words: str) -> frozenset[str]:
    return frozenset(plain(word) for word in words.split("|"))


_ROLE_OF = {plain(word): role for role, words in _ROLES.items() for word in words.split("|")}
_SPECIMENS, _OF_BLOOD = _table(_OTHER_SPECIMENS), _table(_BLOOD)
_SPECIMEN_WORDS = frozenset(word for word in _SPECIMENS if " " not in word)


@lru_cache(maxsize=4096)
def role_of(text: str) -> str:
    """Which column or row this heading names, "" when it is none."""
    found = _ROLE_OF.get(plain(text))
    if found is None and len(text) <= 40 and "(" in text:
        found = _ROLE_OF.get(plain(text.partition("(")[0]))
    return found or ""


@lru_cache(maxsize=2048)
def other_specimen(text: str) -> str:
    """The text, when it says that what follows was not measured in blood; else ""."""
    said = plain(text)
    if said in _SPECIMENS or any(word in _SPECIMEN_WORDS for word in said.split()):
        return text.strip()
    chinese = ("尿", "脑脊液", "骨髓", "粪", "胸水", "腹水")
    return text.strip() if any(word in said for word in chinese) else ""


@lru_cache(maxsize=2048)
def names_specimen(text: str) -> bool:
    """Nothing but the name of a specimen that is not blood."""
    return plain(text) in _SPECIMENS


@lru_cache(maxsize=2048)
def is_blood(text: str) -> bool:
    """Blood, serum or plasma is named, and nothing else."""
    return not other_specimen(text) and bool(_OF_BLOOD & set(plain(text).split()))


@lru_cache(maxsize=2048)
def may_be_other(text: str) -> str:
    """The text, when it names a specimen that is not blood or not known."""
    named = any(c.isalpha() for c in text) and not is_blood(text)
    return text.strip() if named else ""
