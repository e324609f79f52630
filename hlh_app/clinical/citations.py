"""The sources the rules rest on, one entry each, cited by key.

``verified`` False: not read in the primary source. Whoever prints such a citation prints the word
"unverified" beside it.
"""

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Citation:
    """``short`` stands beside a figure, ``text`` in a list of sources. ``doi`` without prefix."""

    key: str
    short: str
    text: str
    doi: str | None = None
    verified: bool = True


# fmt: off
_SOURCES = (
    Citation(
        "henter2007", "Henter 2007 (HLH-2004)",
        "Henter J-I, Horne A, Aricó M, et al. HLH-2004: diagnostic and therapeutic guidelines for "
        "hemophagocytic lymphohistiocytosis. Pediatr Blood Cancer 2007;48:124–131.",
        "10.1002/pbc.21039",
    ),
    Citation(
        "henter2024", "Henter 2024 (HLH-2024)",
        "Henter J-I, Sieni E, Eriksson J, et al. Diagnostic guidelines for familial "
        "hemophagocytic lymphohistiocytosis revisited. Blood 2024;144:2308–2318.",
        "10.1182/blood.2024025077", verified=False,
    ),
    Citation(
        "fardet2014", "Fardet 2014 (HScore)",
        "Fardet L, Galicier L, Lambotte O, et al. Development and validation of the HScore, a "
        "score for the diagnosis of reactive hemophagocytic syndrome. Arthritis Rheumatol "
        "2014;66:2613–2620.",
        "10.1002/art.38690",
    ),
    Citation(
        "ravelli2016", "Ravelli 2016 (MAS 2016)",
        "Ravelli A, Minoia F, Davì S, et al. 2016 classification criteria for macrophage "
        "activation syndrome complicating systemic juvenile idiopathic arthritis. Ann Rheum Dis "
        "2016;75:481–489.",
        "10.1136/annrheumdis-2015-208982",
    ),
    Citation(
        "minoia2019", "Minoia 2019 (MS score)",
        "Minoia F, Bovis F, Davì S, et al. Development and initial validation of the MS score for "
        "diagnosis of macrophage activation syndrome in systemic juvenile idiopathic arthritis. "
        "Ann Rheum Dis 2019;78:1357–1362.",
        "10.1136/annrheumdis-2019-215211",
    ),
    Citation(
        "minoia2017", "Minoia 2017 (MH score)",
        "Minoia F, Bovis F, Davì S, et al. Development and initial validation of the macrophage "
        "activation syndrome/primary hemophagocytic lymphohistiocytosis score, a diagnostic tool "
        "that differentiates primary hemophagocytic lymphohistiocytosis from macrophage activation "
        "syndrome. J Pediatr 2017;189:72–78.",
    ),
    Citation(
        "zoref2022", "Zoref-Lorenz 2022 (OHI index)",
        "Zoref-Lorenz A, Murakami J, Hofstetter L, et al. An improved index for diagnosis and "
        "mortality prediction in malignancy-associated hemophagocytic lymphohistiocytosis. Blood "
        "2022;139:1098–1110.",
        "10.1182/blood.2021012764",
    ),
    Citation(
        "emapalumab_label", "Emapalumab label",
        "Emapalumab-lzsg (Gamifant), United States prescribing information, clinical studies: "
        "overall response at the end of treatment in the trial of primary HLH (NCT01818492).",
    ),
    Citation(
        "histiocyte_reactivation", "Histiocyte Society, reactivation",
        "The Histiocyte Society's rule for reactivation of HLH.", verified=False,
    ),
    Citation(
        "jordan2019", "NACHO 2019",
        "Jordan MB, Allen CE, Greenberg J, et al. Challenges in the diagnosis of hemophagocytic "
        "lymphohistiocytosis: recommendations from the North American Consortium for "
        "Histiocytosis (NACHO). Pediatr Blood Cancer 2019;66:e27929.",
        "10.1002/pbc.27929",
    ),
    Citation(
        "wang2020", "Wang 2020",
        "Wang J, Wang Y, Wu L, et al. Ruxolitinib for refractory/relapsed hemophagocytic "
        "lymphohistiocytosis. Haematologica 2020;105(5):e210.",
    ),
    Citation(
        "chi2020", "Chi 2020 preprint",
        "Chi Y, Liu R, Zhou Z, et al. Ruxolitinib might be an effective hormone reduction and "
        "replacement drug in children with secondary hemophagocytic lymphohistiocytosis. Preprint "
        "2020 (version of record Pediatr Rheumatol 2021, 10.1186/s12969-021-00534-0, of which "
        "only the abstract was read).",
        "10.21203/rs.3.rs-78746/v1",
    ),
    Citation(
        "spoerl2014", "Spoerl 2014",
        "Spoerl S, Mathew NR, Bscheider M, et al. Activity of therapeutic JAK 1/2 blockade in "
        "graft-versus-host disease. Blood 2014;123:3832–3842.",
    ),
    Citation(
        "marsh2013", "Marsh 2013",
        "Marsh RA, Allen CE, McClain KL, et al. Salvage therapy of refractory hemophagocytic "
        "lymphohistiocytosis with alemtuzumab. Pediatr Blood Cancer 2013;60:101–109.",
    ),
    Citation(
        "nct02862054", "NCT02862054",
        "Response criteria as registered by the same group: ClinicalTrials.gov NCT02862054.",
    ),
    Citation(
        "broglie2017", "Broglie 2017",
        "Broglie L, Pommert L, Rao S, et al. Ruxolitinib for treatment of refractory "
        "hemophagocytic lymphohistiocytosis. Blood Adv 2017;1:1533–1536.",
    ),
    Citation(
        "slostad2018", "Slostad 2018",
        "Slostad J, Hoversten P, Haddox CL, et al. Ruxolitinib as first-line treatment in "
        "secondary hemophagocytic lymphohistiocytosis: a single patient experience. Am J Hematol "
        "2018;93:E47–E49.",
    ),
    Citation(
        "sin2019", "Sin 2019",
        "Sin JH, Zangardi ML. Ruxolitinib for secondary hemophagocytic lymphohistiocytosis: first "
        "case report. Hematol Oncol Stem Cell Ther 2019;12:166–170.",
    ),
    Citation(
        "ctcae5", "CTCAE v5.0",
        "Common Terminology Criteria for Adverse Events (CTCAE) version 5.0. US Department of "
        "Health and Human Services, National Cancer Institute, 27-Nov-2017.",
    ),
    Citation(
        "ctcae403", "CTCAE v4.03",
        "Common Terminology Criteria for Adverse Events (CTCAE) version 4.03. US Department of "
        "Health and Human Services, National Cancer Institute, 14-Jun-2010.",
    ),
    Citation(
        "seattle_scd25", "Seattle Children's catalogue",
        "Seattle Children's Hospital laboratory catalogue: soluble interleukin-2 receptor, "
        "Immulite, reference intervals by age.",
    ),
    Citation(
        "product", "strengths as marketed",
        "Ruxolitinib tablets of 5, 10, 15, 20 and 25 mg and an oral solution of 5 mg/mL; which of "
        "them is to be had differs by country.",
    ),
    Citation(
        "ruxolitinib_label", "ruxolitinib label",
        "Prescribing information of ruxolitinib tablets (United States: Jakafi; European Union: "
        "Jakavi): dose modifications, drug interactions, kidney and liver, warnings. Written for "
        "myelofibrosis, polycythemia vera and graft-versus-host disease; no rule is for HLH.",
    ),
    Citation(
        "cyp3a4_table", "FDA examples of CYP3A4 drugs",
        "United States Food and Drug Administration: examples of drugs that interact with CYP "
        "enzymes and transporter systems; read in a copy.",
        verified=False,
    ),
    Citation(
        "cockcroft1976", "Cockcroft 1976",
        "Cockcroft DW, Gault MH. Prediction of creatinine clearance from serum creatinine. "
        "Nephron 1976;16:31–41.",
        verified=False,
    ),
    Citation(
        "schwartz2009", "Schwartz 2009 (bedside)",
        "Schwartz GJ, Muñoz A, Schneider MF, et al. New equations to estimate GFR in children "
        "with CKD. J Am Soc Nephrol 2009;20:629–637.",
        verified=False,
    ),
    Citation(
        "liu2013", "Liu 2013",
        "Liu D, Ahmet A, Ward L, et al. A practical guide to the monitoring and management of the "
        "complications of systemic corticosteroid therapy. Allergy Asthma Clin Immunol 2013;9:30.",
        "10.1186/1710-1492-9-30", verified=False,
    ),
    Citation(
        "mosteller1987", "Mosteller 1987",
        "Mosteller RD. Simplified calculation of body-surface area. N Engl J Med 1987;317:1098.",
        verified=False,
    ),
    Citation(
        "our_definition", "our definition",
        "A choice of this project where the sources are silent.",
    ),
)
# fmt: on

CITATIONS: MappingProxyType[str, Citation] = MappingProxyType({c.key: c for c in _SOURCES})
