"""The triggers of SQLite: one row at a time, with the whole row as JSON.

An update stores the columns that changed, before and after; an insert stores the whole row. So an
entry reads as a sentence, a trail of many corrections stays small, and the row as it stood at any
time is the insert followed by the updates.
"""

from hlh_app.records.audit.tables import AuditedTable

NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
ACTOR_TABLE = """
CREATE TABLE IF NOT EXISTS records_audit_actor (
  id integer PRIMARY KEY CHECK (id = 1),
  actor varchar(150) NOT NULL,
  reason varchar(300) NOT NULL,
  recording bool NOT NULL
)"""
ACTOR_ROW = "INSERT OR REPLACE INTO records_audit_actor VALUES (1, '', '', 0)"
WHO = "coalesce((SELECT nullif(actor, '') FROM records_audit_actor), 'database:sqlite')"
WHY = "coalesce((SELECT reason FROM records_audit_actor), '')"


def statements(table: AuditedTable, columns: list[str]) -> dict[str, str]:
    """Trigger name → CREATE TRIGGER. ``columns``: as the database has them now."""
    made = _recording(table, columns)
    if table.kept:
        made |= _refusing(table, "delete", "nothing is deleted: enter it in error with a reason")
    if table.written_once:
        made |= _refusing(table, "update", "it is written once")
    if table.in_visit:
        made |= _touching_the_visit(table, columns)
    if table.unrecorded == ("content_changed_at",):
        made |= _keeping_content_changed_at(table, columns)
    if table.centre:
        made |= _stale_centres(table)
    return made


def trail_statements(trail: str) -> dict[str, str]:
    """Triggers of the trail itself: written by the triggers above and never changed."""
    forged = "WHEN NOT EXISTS (SELECT 1 FROM records_audit_actor WHERE recording)"
    refused = {
        "audit_trail_refuse_update": ("UPDATE", ""),
        "audit_trail_refuse_delete": ("DELETE", ""),
        "audit_trail_refuse_insert": ("INSERT", forged),
    }
    return {
        name: f"CREATE TRIGGER {name} BEFORE {verb} ON {trail} {when}\n"
        "BEGIN SELECT RAISE(ABORT, 'the audit trail cannot be changed'); END"
        for name, (verb, when) in refused.items()
    }


def _recording(table: AuditedTable, columns: list[str]) -> dict[str, str]:
    kept = [c for c in columns if c not in table.unrecorded]
    changed = _differs(kept)
    made = {}
    for action, row, when in (
        ("insert", "NEW", ""),
        ("update", "NEW", f"WHEN {changed}"),
        ("delete", "OLD", ""),
    ):
        name = f"audit_{table.name}_{action}"
        body = [_entry(table, action, row, columns), *_stale(table, action)]
        made[name] = (
            f"CREATE TRIGGER {name} AFTER {action.upper()} ON {table.table} {when}\nBEGIN\n"
            + "".join(f"  {statement};\n" for statement in body)
            + "END"
        )
    return made


def _entry(table: AuditedTable, action: str, row: str, columns: list[str]) -> str:
    patient = table.patient.format(row=row)
    known = "OLD" if action == "update" else row  # under the key by which it was known
    head = (
        "UPDATE records_audit_actor SET recording = 1;\n  INSERT INTO records_auditentry"
        ' (at, actor, reason, "table", row_id, patient_id, action, old, new)\n'
        f"  SELECT {NOW}, {WHO}, {WHY}, '{table.name}', {known}.id, {patient}, '{action}', "
    )
    whole = _whole(table, row, columns)
    what = {
        "insert": f"NULL, {whole}",
        "delete": f"{whole}, NULL",
        "update": _changes(table, columns),
    }[action]
    return f"{head}{what};\n  UPDATE records_audit_actor SET recording = 0"


def _whole(table: AuditedTable, row: str, columns: list[str]) -> str:
    pairs = [
        f"'{c}', " + (f'json({row}."{c}")' if c in table.json_columns else f'{row}."{c}"')
        for c in columns
        if c not in table.unrecorded + table.secret
    ]
    return f"json_object({', '.join(pairs)})"


def _changes(table: AuditedTable, columns: list[str]) -> str:
    pairs = [
        f'SELECT \'{c}\' AS name, OLD."{c}" AS was, NEW."{c}" AS became'
        for c in columns
        if c not in table.unrecorded + table.secret
    ]
    pairs += [
        f"SELECT '{c}', 'not shown', CASE WHEN OLD.\"{c}\" IS NOT NEW.\"{c}\""
        " THEN 'changed' ELSE 'not shown' END"
        for c in table.secret
    ]
    rows = "\n    UNION ALL ".join(pairs)
    return (
        "json_group_object(name, was), json_group_object(name, became)"
        f"\n  FROM ({rows})\n  WHERE was IS NOT became"
    )


def _stale(table: AuditedTable, action: str) -> list[str]:
    if not table.clinical:
        return []
    rows = {"insert": ["NEW"], "delete": ["OLD"], "update": ["OLD", "NEW"]}[action]
    patients = ", ".join(table.patient.format(row=row) for row in rows)
    return [
        "UPDATE records_patientsummary SET stale = 1"
        f" WHERE NOT stale AND patient_id IN ({patients})"
    ]


def _touching_the_visit(table: AuditedTable, columns: list[str]) -> dict[str, str]:
    """After a row of a visit: the visit's content changed, and later than any signature.

    SQLite's clock counts milliseconds; a change in the millisecond of a signature comes after it.
    """
    made = {}
    for action, visits in (
        ("insert", "NEW.visit_id"),
        ("update", "OLD.visit_id, NEW.visit_id"),
        ("delete", "OLD.visit_id"),
    ):
        name = f"audit_{table.name}_visit_{action}"
        when = f"WHEN {_differs(columns)}" if action == "update" else ""
        made[name] = (
            f"CREATE TRIGGER {name} AFTER {action.upper()} ON {table.table} {when}\n"
            f"BEGIN {_content_changed(visits)}; END"
        )
    return made


def _keeping_content_changed_at(table: AuditedTable, columns: list[str]) -> dict[str, str]:
    """The visit's own changes count as content; a stale save cannot set the time back."""
    content = [c for c in columns if c not in ("content_changed_at", "version")]
    column = "content_changed_at"
    return {
        f"audit_{table.name}_content": (
            f"CREATE TRIGGER audit_{table.name}_content AFTER UPDATE ON {table.table}\n"
            f"WHEN {_differs(content)}\nBEGIN {_content_changed('NEW.id')}; END"
        ),
        f"audit_{table.name}_not_back": (
            f"CREATE TRIGGER audit_{table.name}_not_back AFTER UPDATE ON {table.table}\n"
            f"WHEN OLD.{column} IS NOT NULL AND (NEW.{column} IS NULL"
            f" OR NEW.{column} < OLD.{column})\n"
            f"BEGIN UPDATE {table.table} SET {column} = OLD.{column} WHERE id = NEW.id; END"
        ),
    }


def _content_changed(visits: str) -> str:
    signed = (
        "(SELECT strftime('%Y-%m-%d %H:%M:%f', max(s.signed_at), '+0.001 seconds')"
        " FROM records_signature s WHERE s.visit_id = records_visit.id)"
    )
    return (
        f"UPDATE records_visit SET content_changed_at = max({NOW}, coalesce({signed}, ''))"
        f" WHERE id IN ({visits})"
    )


def _stale_centres(table: AuditedTable) -> dict[str, str]:
    flag = table.stale_flag
    when = {"update": _differs(table.stale_columns)}
    if flag:
        when = {
            "insert": f"NEW.{flag}",
            "delete": f"OLD.{flag}",
            "update": f"OLD.{flag} OR NEW.{flag}",
        }
    made = {}
    for action, condition in when.items():
        name = f"audit_{table.name}_stale_{action}"
        row = "OLD" if action == "delete" else "NEW"
        made[name] = (
            f"CREATE TRIGGER {name} AFTER {action.upper()} ON {table.table} WHEN {condition}\n"
            "BEGIN UPDATE records_patientsummary SET stale = 1 WHERE NOT stale AND patient_id IN"
            f" (SELECT id FROM records_patient WHERE centre_id = {row}.{table.centre}); END"
        )
    return made


def _refusing(table: AuditedTable, action: str, why: str) -> dict[str, str]:
    name = f"audit_{table.name}_refuse_{action}"
    return {
        name: f"CREATE TRIGGER {name} BEFORE {action.upper()} ON {table.table}\n"
        f"BEGIN SELECT RAISE(ABORT, '{table.name}: {why}'); END"
    }


def _differs(columns: list[str] | dict[str, str] | tuple[str, ...]) -> str:
    return " OR ".join(f'OLD."{c}" IS NOT NEW."{c}"' for c in columns)
