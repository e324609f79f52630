"""How often each way of answering is right: the rules, a boolean checklist, CQL, a formula.

Everything here but ``ours.py`` is independent of the application: it reads the case document
itself and judges by a plain transcription of the published rule. ``make accuracy``.
"""
