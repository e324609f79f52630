"""What laboratories call the tests: whole words only, in any case, with any punctuation.

``CERTAIN``: the word names one test. ``PERHAPS``: it may name the test and is asked about. A word
that is missing here is no known test until somebody says so.
"""

# fmt: off
_CERTAIN = {
    "temperature": (
        "temperature|temp|tmax|t max|temp max|max temp|body temperature|temperatur|"
        "körpertemperatur|koerpertemperatur|température|temperatura|temperatura corporea|"
        "temperatura corporal|体温|最高体温|tmp|max temperature"
    ),
    "weight": (
        "weight|wt|body weight|gewicht|körpergewicht|koerpergewicht|poids|peso|peso corporal|"
        "peso corporeo|体重"
    ),
    "height": (
        "height|body height|length|body length|größe|groesse|körpergröße|koerpergroesse|"
        "körperlänge|taille|talla|estatura|statura|altezza|altura|身高|身长"
    ),
    "spleen_thickness": (
        "spleen thickness|spleen thickness ultrasound|milzdicke|脾厚|脾脏厚度|脾厚度|"
        "épaisseur de la rate|espesor del bazo|spessore milza|espessura do baço"
    ),
    "hemoglobin": (
        "hemoglobin|haemoglobin|hb|hgb|hemoglobin hb|hämoglobin|haemoglobin hb|hémoglobine|"
        "hemoglobina|emoglobina|血红蛋白|血红蛋白浓度|血红蛋白测定|hemoglobine|hbg"
    ),
    "platelets": (
        "platelets|platelet|plt|plts|platelet count|thrombocytes|thrombozyten|thrombo|thrombos|"
        "thrombozytenzahl|thrombocyte count|plaquettes|plaquetas|piastrine|trombociti|"
        "trombocitos|血小板|血小板计数|血小板数|血小板总数|conta piastrine|recuento de plaquetas|"
        "contagem de plaquetas|plat|trombocyten"
    ),
    "wbc": (
        "wbc|wbcs|leukocytes|leucocytes|white blood cells|white blood cell|"
        "white blood cell count|white blood count|white cell count|white cells|wcc|wbc count|"
        "leukocyte count|leukozyten|leukozytenzahl|leuko|leukos|leucocitos|leucócitos|leucociti|"
        "globuli bianchi|globules blancs|glóbulos blancos|glóbulos brancos|gb|白细胞|白细胞计数|"
        "白细胞数|白细胞总数|leukozyten gesamt|leucos|total wbc|total leukocyte count|"
        "leukocyten|leukocytenaantal"
    ),
    "neutrophils": (
        "neutrophils|neutrophil|anc|neut|neutro|neu|neutrophil count|neuts|"
        "absolute neutrophil count|absolute neutrophils|absolute neutrophil|neutrophile|"
        "neutrophile granulozyten|neutrophiles|polynucléaires neutrophiles|pnn|neutrófilos|"
        "neutrofili|granulociti neutrofili|neutrófilos absolutos|中性粒细胞|中性粒细胞计数|"
        "中性粒细胞绝对值|中性粒细胞数|中性粒细胞绝对计数|中性粒细胞百分比|中性粒细胞百分数|"
        "中性粒细胞比率|neut abs|abs neut|anc abs|gran neutrophile|neutrophile abs|"
        "neutrophil granulocytes|neutrofielen"
    ),
    "ferritin": (
        "ferritin|ferr|serum ferritin|s ferritin|ferritine|ferritina|铁蛋白|血清铁蛋白|"
        "铁蛋白测定|ferritinemia|ferritinämie"
    ),
    "scd25": (
        "scd25|soluble cd25|cd25 soluble|sil2r|sil 2r|sil 2ra|sil 2r alpha|soluble il2 receptor|"
        "soluble il 2 receptor|soluble il 2r|soluble il2r|sil2ra|soluble interleukin 2 receptor|"
        "soluble interleukin 2 receptor alpha|il 2r|il2ra|interleukin 2 receptor|"
        "interleukin 2 receptor soluble|il 2 receptor|sil 2 rezeptor|löslicher il 2 rezeptor|"
        "lösl il 2 rezeptor|löslicher interleukin 2 rezeptor|il 2 rezeptor|"
        "interleukin 2 rezeptor|récepteur soluble de l il 2|il 2 soluble receptor|"
        "receptor soluble de il 2|recettore solubile il 2|可溶性cd25|可溶性白介素2受体|"
        "可溶性il 2受体|可溶性白细胞介素2受体|白介素2受体|scd25 sil2r|sil 2 receptor|s il 2r|"
        "scd 25|il 2 receptor alpha soluble|il2r soluble|sil 2r cd25|sil 2rα"
    ),
    "triglycerides": (
        "triglycerides|triglyceride|tg|trig|trigs|tgl|trigl|triglyzeride|triglyceride fasting|"
        "fasting triglycerides|triglycérides|triglicéridos|trigliceridi|triglicerídeos|"
        "triglicérides|triglyceriden|甘油三酯|甘油三脂|三酰甘油|neutralfette|tag|"
        "triglyceride nüchtern"
    ),
    "ldh": (
        "ldh|ld|lactate dehydrogenase|lactic dehydrogenase|laktatdehydrogenase|"
        "lactatdehydrogenase|lactate déshydrogénase|lactato deshidrogenasa|dhl|"
        "lattato deidrogenasi|lactato desidrogenase|乳酸脱氢酶|ldh ifcc|ld ldh|"
        "desidrogenase láctica|deshidrogenasa láctica|乳酸脱氢酶测定"
    ),
    "crp": (
        "crp|c reactive protein|hs crp|hscrp|c reaktives protein|crp hs|protéine c réactive|"
        "proteína c reactiva|proteina c reattiva|proteína c reativa|c反应蛋白|超敏c反应蛋白|"
        "超敏crp|crp sensitive|crp high sensitivity"
    ),
    "esr": (
        "esr|erythrocyte sedimentation rate|sed rate|sedimentation rate|bsg|bks|blutsenkung|"
        "blutkörperchensenkungsgeschwindigkeit|bsg 1h|bsg 1 stunde|vsg|vitesse de sédimentation|"
        "velocidad de sedimentación|velocidad de sedimentación globular|"
        "velocità di eritrosedimentazione|ves|vhs|hemossedimentação|血沉|红细胞沉降率|esr 1h|"
        "esr westergren|westergren"
    ),
    "nk_activity": (
        "nk activity|nk cell activity|nk cell function|nk function|nk cell cytotoxicity|"
        "nk cytotoxicity|natural killer cell activity|nk zell aktivität|nk zellaktivität|"
        "nk aktivität|activité nk|actividad nk|attività nk|atividade nk|nk细胞活性|nk活性|"
        "nk细胞杀伤活性"
    ),
    "fibrinogen": (
        "fibrinogen|fib|fbg|fibr|fibg|fibrinogen clauss|clauss fibrinogen|fibrinogène|"
        "fibrinógeno|fibrinogeno|fibrinogênio|纤维蛋白原|纤维蛋白原测定|fibrinogen activity|"
        "血浆纤维蛋白原"
    ),
    "d_dimer": (
        "d dimer|ddimer|d dimers|d dimere|dd|d dimères|dímero d|dimero d|d二聚体|d dimero|"
        "d dímero|血浆d二聚体|d di|d dimer quantitative"
    ),
    "alt": (
        "alt|alat|gpt|sgpt|alanine aminotransferase|alanine transaminase|altl|"
        "alaninaminotransferase|alanin aminotransferase|tgp|alanina aminotransferasa|"
        "丙氨酸氨基转移酶|谷丙转氨酶|alt gpt|alt sgpt|gpt alt|alat gpt|gpt alat|"
        "alanine aminotransférase|alanina aminotransferasi|丙氨酸转氨酶"
    ),
    "ast": (
        "ast|asat|got|sgot|aspartate aminotransferase|aspartate transaminase|"
        "aspartataminotransferase|aspartat aminotransferase|tgo|aspartato aminotransferasa|"
        "天冬氨酸氨基转移酶|谷草转氨酶|门冬氨酸氨基转移酶|ast got|ast sgot|got ast|asat got|"
        "got asat|aspartate aminotransférase|aspartato aminotransferasi|天门冬氨酸氨基转移酶"
    ),
    "bilirubin_total": (
        "total bilirubin|bilirubin total|bilirubin|bili|tbil|t bil|t bili|tbili|bilirubin gesamt|"
        "gesamtbilirubin|bili gesamt|bilirubin ges|bili total|bilirubine totale|"
        "bilirrubina total|bilirubina totale|总胆红素|bilirubine totaal|totaal bilirubine|"
        "bilirubin t|bili t|bili ges|血清总胆红素"
    ),
    "albumin": (
        "albumin|alb|serum albumin|albumine|albúmina|albumina|白蛋白|血清白蛋白|人血白蛋白"
    ),
    "creatinine": (
        "creatinine|crea|creat|cr|scr|kreatinin|krea|créatinine|creatinina|肌酐|血肌酐|血清肌酐|"
        "serum creatinine|créat|kreatinine"
    ),
    "sodium": "sodium|na|na+|natrium|sodio|sódio|钠|血钠|钠离子|serum sodium",
    "ebv_dna_whole_blood": (
        "ebv blood|ebv whole blood|全血ebv dna|ebv dna全血|全血eb病毒dna|ebv wb"
    ),
    "ebv_dna_plasma": "ebv plasma|血浆ebv dna|ebv dna血浆|血浆eb病毒dna",
    "ifn_gamma": (
        "ifn gamma|ifn g|ifng|interferon gamma|interferon g|γ干扰素|干扰素γ|ifny|ifn y|"
        "interféron gamma|interferón gamma|interferone gamma|gamma interferon"
    ),
    "il_6": "il 6|interleukin 6|白介素6|白细胞介素6|interleukine 6|interleucina 6",
    "il_10": "il 10|interleukin 10|白介素10|白细胞介素10|interleukine 10|interleucina 10",
    "il_18": (
        "il 18|interleukin 18|白介素18|白细胞介素18|interleukine 18|interleucina 18|total il 18|"
        "il 18 total"
    ),
    "cxcl9": "cxcl9|cxcl 9|mig|cxcl9 mig|mig cxcl9",
    "ip_10": "ip 10|cxcl10|cxcl 10|ip 10 cxcl10|cxcl10 ip 10",
    "mip_1a": "mip 1a|mip 1alpha|mip 1 alpha|ccl3|mip 1a ccl3|ccl3 mip 1a",
}
_PERHAPS = {
    "scd25": "il 2|interleukin 2|白介素2|cd25",
    "crp": "pcr",
    "height": "ht",
    "temperature": "t|bt|fever|fieber",
    "nk_activity": "nk|nk cells|nk细胞",
    "spleen_thickness": "spleen|spleen size|spleen length|milz",
    "wbc": "tlc|leu",
    "esr": "vs",
    "ferritin": "sf|fer",
    "neutrophils": (
        "ne|granulocytes|granulozyten|gran|pmn|segs|seg|segmented neutrophils|segmentkernige"
    ),
    "alt ast": "alt ast|gpt got|transaminases|transaminasen",
    "ast alt": "ast alt|got gpt|asat alat",
    "ifn_gamma": "ifn|interferon",
    "il_18": "free il 18",
    "mip_1a": "mip 1",
    "hemoglobin": "hb hct",
    "platelets": (
        "platelets citrate|thrombozyten citrat|thrombozyten im citratblut|plt citrate"
    ),
    "weight": "birth weight|dry weight",
    "ebv_dna_whole_blood ebv_dna_plasma": "eb病毒",
}
# fmt: on
CERTAIN: dict[str, tuple[str, ...]] = {a: tuple(w.split("|")) for a, w in _CERTAIN.items()}
PERHAPS: dict[str, tuple[str, ...]] = {
    word: tuple(tests.split()) for tests, words in _PERHAPS.items() for word in words.split("|")
}
# Without these around it, a word that stands in a name changes nothing about which test it is.
BESIDE: frozenset[str] = frozenset(
    [
        "serum",
        "plasma",
        "blood",
        "level",
        "levels",
        "value",
        "test",
        "quant",
        "quantitative",
        "result",
        "count",
        "conc",
        "concentration",
        "abs",
        "absolute",
        "absolut",
        "fasting",
        "automated",
        "manual",
        "auto",
        "venous",
        "venös",
        "in",
        "im",
        "i",
        "of",
        "or",
        "by",
        "the",
        "s",
        "p",
        "b",
        "catalytic",
        "activity",
        "enzymatic",
        "lab",
        "hosp",
        "gesamtzahl",
        "quantitativ",
        "sérum",
        "sang",
        "suero",
        "sangre",
        "siero",
        "sangue",
        "soro",
        "血清",
        "血",
        "定量",
        "测定",
        "计数",
        "ifcc",
        "method",
    ]
)
VIRUS_WORDS = frozenset({"ebv", "epstein", "eb病毒"})
VIRUS_LOAD = frozenset(
    ["dna", "pcr", "load", "viral", "viruslast", "copies", "kopien", "copias", "charge", "carga"]
)
VIRUS_OTHER = frozenset(
    [
        "igg",
        "igm",
        "iga",
        "vca",
        "ebna",
        "ea",
        "antibody",
        "antibodies",
        "antikörper",
        "antikorper",
        "anticorps",
        "ab",
        "eber",
        "rna",
        "serology",
        "serologie",
        "csf",
        "liquor",
        "bal",
        "urine",
        "抗体",
        "lmp",
        "marrow",
        "knochenmark",
        "骨髓",
        "cmv",
        "hhv",
        "hhv6",
        "adv",
        "saliva",
        "speichel",
        "swab",
        "tissue",
        "biopsy",
        "stool",
        "stuhl",
        "capsid",
        "antigen",
        "ct",
        "ratio",
    ]
)
WHOLE_BLOOD = frozenset(["wb", "whole", "vollblut", "edta", "total", "全血"])
PLASMA = frozenset(["plasma", "血浆", "plasmatique", "plasmatica"])
