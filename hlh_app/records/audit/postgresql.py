"""The triggers of PostgreSQL: one a statement, reading all its rows from the transition tables.

What an entry holds is described in :mod:`.sqlite`. The functions run as the owner of the tables,
so that the application's role needs no right to write the trail.
"""

from hlh_app.records.audit.tables import AuditedTable

DECLARE = """
  moment timestamptz := clock_timestamp();
  who text := coalesce(nullif(current_setting('hlh.actor', true), ''),
                       'database:' || session_user);
  why text := coalesce(current_setting('hlh.reason', true), '');
"""
REFUSE_FUNCTION = "audit_refuse"
KEEP_FUNCTION = "audit_visit_content"
TRAIL = 'records_auditentry (at, actor, reason, "table", row_id, patient_id, action, old, new)'


def functions(tables: list[AuditedTable]) -> dict[str, str]:
    """Function name → its body in PL/pgSQL."""
    bodies = {REFUSE_FUNCTION: REFUSE_BODY, KEEP_FUNCTION: KEEP_BODY}
    return bodies | {f"audit_{table.name}": recording_body(table) for table in tables}


def create_function(name: str, body: str, schema: str) -> str:
    """CREATE FUNCTION, closed to every other role: it writes with the owner's rights."""
    return (
        f"CREATE OR REPLACE FUNCTION {schema}.{name}() RETURNS trigger LANGUAGE plpgsql"
        f" SECURITY DEFINER SET search_path = {schema}, pg_temp SET timezone = 'UTC'"
        f" AS $audit${body}$audit$;"
        f" REVOKE ALL ON FUNCTION {schema}.{name}() FROM PUBLIC"
    )


def triggers(table: AuditedTable) -> dict[str, str]:
    """Trigger name → CREATE TRIGGER for one table."""
    tables = {
        "insert": "NEW TABLE AS new_rows",
        "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
        "delete": "OLD TABLE AS old_rows",
    }
    made = {
        f"audit_{table.name}_{action}": f"AFTER {action.upper()} ON {table.table}"
        f" REFERENCING {rows} FOR EACH STATEMENT EXECUTE FUNCTION audit_{table.name}()"
        for action, rows in tables.items()
    }
    if table.kept:
        verbs = "UPDATE OR DELETE OR TRUNCATE" if table.written_once else "DELETE OR TRUNCATE"
        made[f"audit_{table.name}_refuse"] = (
            f"BEFORE {verbs} ON {table.table} FOR EACH STATEMENT"
            f" EXECUTE FUNCTION {REFUSE_FUNCTION}('nothing here is deleted or rewritten')"
        )
    if "content_changed_at" in table.unrecorded:
        made[f"audit_{table.name}_content"] = (
            f"BEFORE UPDATE ON {table.table} FOR EACH ROW EXECUTE FUNCTION {KEEP_FUNCTION}()"
        )
    return {name: f"CREATE TRIGGER {name} {rest}" for name, rest in made.items()}


def trail_triggers(trail: str) -> dict[str, str]:
    """Triggers of the trail itself: written from within the triggers above and never changed."""
    refuse = f"FOR EACH STATEMENT %sEXECUTE FUNCTION {REFUSE_FUNCTION}('the trail is kept')"
    return {
        "audit_trail_refuse": (
            f"CREATE TRIGGER audit_trail_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON {trail} "
            + refuse % ""
        ),
        "audit_trail_refuse_insert": (
            f"CREATE TRIGGER audit_trail_refuse_insert BEFORE INSERT ON {trail} "
            + refuse % "WHEN (pg_trigger_depth() = 0) "
        ),
    }


REFUSE_BODY = """
BEGIN
  RAISE EXCEPTION '%: % refused: %', TG_TABLE_NAME, TG_OP, TG_ARGV[0]
    USING ERRCODE = 'restrict_violation';
END
"""

# A visit's own changes count as content; a stale save cannot set the time back.
KEEP_BODY = """
BEGIN
  IF to_jsonb(OLD) - '{content_changed_at,version}'::text[]
     IS DISTINCT FROM to_jsonb(NEW) - '{content_changed_at,version}'::text[] THEN
    NEW.content_changed_at := clock_timestamp();
  ELSE
    NEW.content_changed_at := greatest(OLD.content_changed_at, NEW.content_changed_at);
  END IF;
  RETURN NEW;
END
"""


def recording_body(table: AuditedTable) -> str:
    """What happens after each statement that wrote to the table."""
    branches = {
        "INSERT": [_whole(table, "insert"), *_consequences(table, "INSERT")],
        "UPDATE": [_changes(table), *_consequences(table, "UPDATE")],
        "DELETE": [_whole(table, "delete"), *_consequences(table, "DELETE")],
    }
    text = "\n".join(
        f"  IF TG_OP = '{verb}' THEN\n" + "".join(f"    {s};\n" for s in statements) + "  END IF;"
        for verb, statements in branches.items()
    )
    return f"\nDECLARE{DECLARE}BEGIN\n{text}\n  RETURN NULL;\nEND\n"


def _json(table: AuditedTable, row: str) -> str:
    left_out = ",".join(table.unrecorded + table.secret)
    return f"to_jsonb({row}) - '{{{left_out}}}'::text[]" if left_out else f"to_jsonb({row})"


def _whole(table: AuditedTable, action: str) -> str:
    rows, what = {
        "insert": ("new_rows", f"NULL, {_json(table, 'r')}"),
        "delete": ("old_rows", f"{_json(table, 'r')}, NULL"),
    }[action]
    return (
        f"INSERT INTO {TRAIL}\n    SELECT moment, who, why, '{table.name}', r.id,"
        f" {table.patient.format(row='r')}, '{action}', {what} FROM {rows} r"
    )


def _changes(table: AuditedTable) -> str:
    """The columns that changed. FULL JOIN: a changed primary key must not escape."""
    was, became = _json(table, "o"), _json(table, "n")
    for column in table.secret:
        was += f" || jsonb_build_object('{column}', 'not shown')"
        became += (
            f" || jsonb_build_object('{column}', CASE WHEN o.{column} IS DISTINCT FROM n.{column}"
            " THEN 'changed' ELSE 'not shown' END)"
        )
    patient = table.patient.format(row="n")
    return (
        f"INSERT INTO {TRAIL}\n    SELECT moment, who, why, '{table.name}', row_id, patient_id,"
        " 'update', changed.was, changed.became\n"
        f"    FROM (SELECT coalesce(o.id, n.id) AS row_id, {patient} AS patient_id,"
        f" {was} AS was, {became} AS became\n"
        "          FROM old_rows o FULL JOIN new_rows n ON n.id = o.id"
        " WHERE o IS DISTINCT FROM n OFFSET 0) AS written,\n"
        "    LATERAL (SELECT jsonb_object_agg(c.key, written.was -> c.key) AS was,"
        " jsonb_object_agg(c.key, written.became -> c.key) AS became\n"
        "          FROM jsonb_each(coalesce(written.was, written.became)) c\n"
        "          WHERE c.value IS DISTINCT FROM written.became -> c.key"
        " OR written.was IS NULL) AS changed\n"
        "    WHERE changed.was IS NOT NULL"
    )


def _consequences(table: AuditedTable, verb: str) -> list[str]:
    done = []
    if table.clinical:
        patients = f"SELECT {table.patient.format(row='r')} FROM {_touched(verb)}"
        done += [_held(patients), _stale(patients)]
    if table.in_visit:
        done.append(
            "UPDATE records_visit SET content_changed_at = clock_timestamp()"
            f" WHERE id IN (SELECT r.visit_id FROM {_touched(verb)})"
        )
    centres = _stale_centres(table, verb) if table.centre else ""
    if centres:
        done.append(_stale(f"SELECT id FROM records_patient WHERE centre_id IN ({centres})"))
    return done


def _touched(verb: str) -> str:
    """The rows that a statement wrote, before and after, named ``r``; without those it left."""
    return {
        "INSERT": "new_rows r",
        "DELETE": "old_rows r",
        "UPDATE": "(SELECT o.* FROM old_rows o LEFT JOIN new_rows n ON n.id = o.id"
        " WHERE o IS DISTINCT FROM n UNION ALL SELECT n.* FROM new_rows n"
        " LEFT JOIN old_rows o ON o.id = n.id WHERE o IS DISTINCT FROM n) AS r",
    }[verb]


def _held(patients: str) -> str:
    """As a new row that belongs to a patient does by itself: whoever locked the patient to renew
    the summary is waited for, so that no summary is called true that has not seen this change."""
    return f"PERFORM FROM records_patient WHERE id IN ({patients}) ORDER BY id FOR KEY SHARE"


def _stale(patients: str) -> str:
    return (
        "UPDATE records_patientsummary SET stale = true"
        f" WHERE NOT stale AND patient_id IN ({patients})"
    )


def _stale_centres(table: AuditedTable, verb: str) -> str:
    if table.stale_flag:
        return f"SELECT r.{table.centre} FROM {_touched(verb)} WHERE r.{table.stale_flag}"
    if verb != "UPDATE":
        return ""
    changed = " OR ".join(f"o.{c} IS DISTINCT FROM n.{c}" for c in table.stale_columns)
    return f"SELECT n.{table.centre} FROM old_rows o JOIN new_rows n ON n.id = o.id WHERE {changed}"
