"""The words a clinical row may use. Values are stored and exported; labels are translated."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    UNKNOWN = "unknown", _("Sex not recorded")


class Source(models.TextChoices):
    WARD = "ward", _("Patient of this centre")
    PUBLISHED = "published", _("Published case, as printed")
    SYNTHETIC = "synthetic", _("Synthetic")


class Trigger(models.TextChoices):
    UNKNOWN = "unknown", _("Not recorded")
    INFECTION = "infection", _("Infection")
    RHEUMATIC = "rheumatic", _("Rheumatic disease")
    MALIGNANCY = "malignancy", _("Malignancy")
    PRIMARY = "primary", _("Primary (genetic)")
    OTHER = "other", _("Other")
    NONE_FOUND = "none_found", _("Looked for, none found")


class TriggerAgent(models.TextChoices):
    EBV = "ebv", _("Epstein-Barr virus")
    CMV = "cmv", _("Cytomegalovirus")
    HEPATITIS_B = "hepatitis_b", _("Hepatitis B virus")
    INFLUENZA = "influenza", _("Influenza virus")
    PARAINFLUENZA = "parainfluenza", _("Parainfluenza virus")
    LEISHMANIA = "leishmania", _("Leishmania")
    TUBERCULOSIS = "tuberculosis", _("Tuberculosis")
    OTHER = "other", _("Other agent")


class DiseaseCourse(models.TextChoices):
    UNKNOWN = "unknown", _("Not recorded")
    NEW = "new", _("Newly diagnosed")
    REFRACTORY = "refractory", _("Refractory")
    RELAPSED = "relapsed", _("Relapsed")


class Donor(models.TextChoices):
    UNKNOWN = "unknown", _("Not recorded")
    NOT_SOUGHT = "not_sought", _("Not sought")
    SEARCHING = "searching", _("Searching")
    MATCHED = "matched", _("Matching donor found")
    NONE_FOUND = "none_found", _("No donor found")


class LineResult(models.TextChoices):
    UNKNOWN = "unknown", _("Not recorded")
    NO_RESPONSE = "no_response", _("No response")
    PARTIAL = "partial", _("Partial response")
    COMPLETE = "complete", _("Complete response")
    RELAPSE = "relapse", _("Response, then relapse")
    INTOLERANCE = "intolerance", _("Stopped for toxicity")


class ConsentScope(models.TextChoices):
    TREATMENT = "treatment", _("Ruxolitinib outside its license")
    RECORD = "record", _("Use of the record for research")


class ConsentStatus(models.TextChoices):
    GIVEN = "given", _("Given")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    PENDING = "pending", _("Asked, no answer yet")


class ResultStatus(models.TextChoices):
    FINAL = "final", _("Result")
    PENDING = "pending", _("Pending")
    NOT_DONE = "not_done", _("Not done")


class Comparator(models.TextChoices):
    LT = "<", "<"
    LE = "<=", "≤"
    GT = ">", ">"
    GE = ">=", "≥"


class IntervalSource(models.TextChoices):
    NONE = "", _("No interval")
    REPORTED = "reported", _("Printed with the result")
    CENTRE = "centre", _("Remembered for this laboratory")


class Fasting(models.TextChoices):
    UNKNOWN = "", _("Not recorded")
    YES = "yes", _("Fasting")
    NO = "no", _("Not fasting")


class TemperatureSite(models.TextChoices):
    UNKNOWN = "", _("Not recorded")
    AXILLARY = "axillary", _("Axillary")
    ORAL = "oral", _("Oral")
    TYMPANIC = "tympanic", _("Tympanic")
    RECTAL = "rectal", _("Rectal")
    FOREHEAD = "forehead", _("Forehead")
    OTHER = "other", _("Other")


class TissueSite(models.TextChoices):
    NONE = "", _("Not stated")
    MARROW = "marrow", _("Marrow")
    SPLEEN = "spleen", _("Spleen")
    LYMPH_NODE = "lymph_node", _("Lymph node")
    LIVER = "liver", _("Liver")


class FindingMethod(models.TextChoices):
    NONE = "", _("Not stated")
    EXAMINATION = "examination", _("Examination")
    ULTRASOUND = "ultrasound", _("Ultrasound")
    CT = "ct", _("Computed tomography")
    MRI = "mri", _("Magnetic resonance imaging")
    XRAY = "xray", _("X-ray")
    HISTOLOGY = "histology", _("Aspirate or biopsy")
    GENETICS = "genetics", _("Sequencing")
    LABORATORY = "laboratory", _("Laboratory")
    HISTORY = "history", _("History")


class Route(models.TextChoices):
    NONE = "", _("Not stated")
    ORAL = "oral", _("By mouth")
    INTRAVENOUS = "intravenous", _("Intravenous")
    SUBCUTANEOUS = "subcutaneous", _("Subcutaneous")
    INTRAMUSCULAR = "intramuscular", _("Intramuscular")
    INTRATHECAL = "intrathecal", _("Intrathecal")
    ENTERAL_TUBE = "enteral_tube", _("Enteral tube")
    OTHER = "other", _("Other")


class Purpose(models.TextChoices):
    NONE = "", _("Not stated")
    FIRST_LINE = "first_line", _("First-line treatment of HLH")
    FAILURE = "failure", _("HLH without response to the treatment before")
    RELAPSE = "relapse", _("Relapse of HLH")
    CONDITIONING = "conditioning", _("Conditioning for transplant")
    PROPHYLAXIS = "prophylaxis", _("Prophylaxis")
    INFECTION = "infection", _("Treatment of an infection")
    OTHER = "other", _("Other")


class StopReason(models.TextChoices):
    NONE = "", _("Not stated")
    PLANNED = "planned", _("Planned end")
    FAILURE = "failure", _("No response")
    TOXICITY = "toxicity", _("Toxicity")
    TRANSPLANT = "transplant", _("Transplant")
    INFECTION = "infection", _("Infection")
    OTHER = "other", _("Other")


class AdverseCategory(models.TextChoices):
    """The eight of Chi 2020, section 3.8, and everything else."""

    HEADACHE = "headache", _("Headache")
    DIZZINESS = "dizziness", _("Dizziness")
    GASTROINTESTINAL = "gastrointestinal", _("Gastrointestinal")
    INFECTION = "infection", _("Infection")
    CYTOPENIAS = "cytopenias", _("Cytopenias")
    LIVER = "liver", _("Liver")
    KIDNEY = "kidney", _("Kidney")
    LIPIDS = "lipids", _("Lipids")
    OTHER = "other", _("Other")


class AdverseStatus(models.TextChoices):
    PRESENT = "present", _("Present")
    ABSENT = "absent", _("Looked for, absent")


class CtcaeVersion(models.TextChoices):
    NONE = "", _("Not graded")
    V5 = "5.0", _("CTCAE v5.0")
    V4_03 = "4.03", _("CTCAE v4.03")


class AdverseRelation(models.TextChoices):
    NONE = "", _("Not stated")
    UNRELATED = "unrelated", _("Unrelated")
    UNLIKELY = "unlikely", _("Unlikely")
    POSSIBLE = "possible", _("Possible")
    PROBABLE = "probable", _("Probable")
    DEFINITE = "definite", _("Definite")


class AdverseAction(models.TextChoices):
    UNSTATED = "", _("Not stated")
    NONE = "none", _("Nothing changed")
    TREATED = "treated", _("Treated")
    DOSE_REDUCED = "dose_reduced", _("Dose reduced")
    INTERRUPTED = "interrupted", _("Interrupted")
    STOPPED = "stopped", _("Stopped")


class ProblemStatus(models.TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class QueryStatus(models.TextChoices):
    OPEN = "open", _("Open")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")


class AuditAction(models.TextChoices):
    INSERT = "insert", _("Entered")
    UPDATE = "update", _("Changed")
    DELETE = "delete", _("Deleted")


class IntervalSex(models.TextChoices):
    ANY = "", _("Any sex")
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")


class ImportSource(models.TextChoices):
    PASTE = "paste", _("Pasted")
    TEMPERATURES = "temperatures", _("Pasted temperatures")
    TABLE = "table", _("Table file (CSV, XLSX)")
    FHIR = "fhir", _("FHIR R4")


class LeftOverStatus(models.TextChoices):
    OPEN = "open", _("Open")
    KEPT = "kept", _("Corrected and kept")
    DROPPED = "dropped", _("Left out on purpose")
