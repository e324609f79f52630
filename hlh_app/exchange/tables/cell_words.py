"""Words that stand where a result would stand, in the languages of the laboratories, and flags
that stand beside one. Compared in lower case with single spaces."""

# fmt: off
_PENDING = (
    "p|pend|pend.|pending|in process|in progress|in lab|in work|awaited|awaiting|awaiting result|"
    "to follow|tbd|result pending|pending result|outstanding|ausstehend|ausst.|ausst|steht aus|"
    "folgt|in arbeit|i.a.|i. a.|in bearbeitung|angefordert|en cours|en attente|à suivre|pendiente|"
    "en proceso|en curso|in corso|in lavorazione|in attesa|pendente|em andamento|em curso|"
    "待检|待查|待测|检测中|检验中|待报告|待出|未出|结果未出|未报告"
)
_NOT_DONE = (
    "hemolyzed|haemolyzed|hemolysed|haemolysed|hemolysis|haemolysis|hemolytic|hämolytisch|hämolyse|"
    "clotted|geronnen|clot|lipemic|lipaemic|lipämisch|icteric|contaminated|not done|not performed|"
    "not tested|test not performed|test not done|tnp|qns|quantity not sufficient|no sample|"
    "quantity insufficient|insufficient|insufficient sample|insufficient material|cancelled|"
    "canceled|storniert|rejected|specimen rejected|no specimen|no material|kein material|"
    "zu wenig material|material fehlt|nicht durchgeführt|nicht bestimmt|nicht messbar|no result|"
    "nicht gemessen|kein ergebnis|unable to calculate|invalid|sample lost|lost|wrong tube|"
    "non fait|non réalisé|non effectué|hémolysé|coagulé|annulé|quantité insuffisante|"
    "no realizado|no hecho|hemolizado|hemolizada|coagulado|coagulada|cancelado|anulado|"
    "muestra insuficiente|non eseguito|non effettuato|emolizzato|emolizzata|coagulato|annullato|"
    "não realizado|não feito|hemolisado|hemolisada|溶血|凝血|凝固|未做|未检|标本不合格|"
    "标本量不足|脂血|取消|invalidated|error|technical error|equipment failure"
)
_EMPTY = (
    "-|--|---|–|—|−|/|//|\\|.|..|...|…|n/a|na|n.a.|n. a.|#n/a|#nv|#na|nil entered|none|null|nan|"
    "not applicable|keine angabe|k.a.|k. a.|entfällt|s/d|sin datos|nr|_|x|无|不适用|missing"
)
_NEGATIVE = (
    "neg|neg.|negative|negativ|negatif|négatif|négative|negativo|negativa|not detected|"
    "none detected|"
    "nicht nachweisbar|n. nachweisbar|n.nachw.|n. nachw.|nicht nachgewiesen|n.n.|nn|n. n.|"
    "undetectable|undetected|target not detected|tnd|not detectable|below detection limit|"
    "below limit of detection|below the limit of detection|below detection|bdl|<lod|< lod|<loq|"
    "< loq|<lloq|< lloq|<llod|<bld|unter nachweisgrenze|unterhalb der nachweisgrenze|<nwg|< nwg|"
    "non détecté|non détectable|indétectable|no detectado|no detectable|indetectable|"
    "non rilevabile|non rilevato|não detectado|não detectável|indetectável|阴性|未检出|未检测到|"
    "低于检测下限|低于检测限|低于检出限|(-)|-ve|ve-|absent|nil|keine nachweisbar|neg (-)|阴性(-)"
)
_POSITIVE = (
    "pos|pos.|positive|positiv|positif|positivo|positiva|detected|detectable|nachweisbar|"
    "nachgewiesen|schwach positiv|weakly positive|阳性|弱阳性|检出|+|++|+++|"
    "++++|(+)|trace|traces|spur|"
    "+ve|présent|détecté|detectado|rilevato|1+|2+|3+|4+|high|low|normal|elevated|erhöht"
)
_UNCLEAR = "nd|n.d.|n. d.|n/d"  # not done, not detected, no data
_FLAGS = (
    "h|l|hh|ll|n|a|aa|c|cr|crit|critical|high|low|hi|lo|abn|abnormal|normal|hoch|tief|niedrig|"
    "erhöht|erniedrigt|haut|bas|alto|alta|bajo|baja|basso|bassa|baixo|baixa|↑|↓|↑↑|↓↓|↑↑↑|↓↓↓|↗|↘|"
    "⬆|⬇|▲|▼|△|▽|*|**|***|!|!!|+|++|+++|-|--|---|^|v|#|†|‡|§|升|降|高|低|偏高|偏低|h*|l*|hh*|ll*|"
    "h!|l!|!h|!l|↑h|↓l|h↑|l↓|*h|*l|panic|alert"
)
# fmt: on
PENDING, NOT_DONE, EMPTY, NEGATIVE, POSITIVE, UNCLEAR, FLAGS = (
    frozenset(words.split("|"))
    for words in (_PENDING, _NOT_DONE, _EMPTY, _NEGATIVE, _POSITIVE, _UNCLEAR, _FLAGS)
)
COMPARATORS = {
    **{"<": "<", ">": ">", "<=": "<=", ">=": ">=", "=<": "<=", "=>": ">=", "≤": "<=", "≥": ">="},
    **{"⩽": "<=", "⩾": ">=", "≦": "<=", "≧": ">=", "less than": "<", "greater than": ">"},
    **{"more than": ">", "below": "<", "above": ">", "over": ">", "under": "<", "unter": "<"},
    **{"über": ">", "kleiner": "<", "größer": ">", "kleiner als": "<", "größer als": ">"},
    **{"小于": "<", "大于": ">", "低于": "<", "高于": ">", "menor que": "<", "mayor que": ">"},
    **{"inférieur à": "<", "supérieur à": ">", "at least": ">=", "at most": "<=", "lt": "<"},
    **{"gt": ">", "minore di": "<", "maggiore di": ">", "maior que": ">", "‹": "<", "›": ">"},
}
