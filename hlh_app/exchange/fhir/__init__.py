"""FHIR R4 in and out: Patient, Observation, Condition, Procedure and the three of medication.

``reading.read_fhir`` gives what a document says as rows, with everything that it does not keep
said in words; ``writing.write_fhir`` gives a Bundle. Codes are looked up in tables (``loinc``,
``codes``, ``drug_names``), never guessed from text; names of people are never read.
"""
