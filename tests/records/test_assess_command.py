"""manage.py assess: one answer a case, refusals by exit status, and no database."""

import json
import os
import subprocess
import sys
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).parents[2]
CASE = {
    "format": "hlh-case/1",
    "id": "one",
    "patient": {"birth_date": "2016-05-01", "sex": "female"},
    "observations": [
        {
            "analyte": "temperature",
            "value": 38.3,
            "unit": "Cel",
            "measured_at": "2020-01-10T08:00:00+08:00",
        },
        {
            "analyte": "ferritin",
            "value": 900,
            "unit": "ug/L",
            "measured_at": "2020-01-15T08:00:00+08:00",
        },
    ],
    "findings": [],
    "exposures": [],
    "events": [],
}


def run(*args: str) -> list[dict]:
    """The answers printed; SystemExit and CommandError pass."""
    out = StringIO()
    try:
        call_command("assess", *args, stdout=out)
    finally:
        run.printed = out.getvalue().splitlines()
    return [json.loads(line) for line in run.printed]


@pytest.fixture
def single(tmp_path):
    path = tmp_path / "case.json"
    path.write_text(json.dumps(CASE, indent=2))
    return str(path)


def lines(tmp_path, *cases, name="cases.jsonl") -> str:
    path = tmp_path / name
    path.write_bytes(
        b"\n".join(c if isinstance(c, bytes) else json.dumps(c).encode() for c in cases)
    )
    return str(path)


def criteria(answer) -> dict[str, str]:
    return answer["hlh2004"]["criteria"]


class TestSingle:
    def test_one_line(self, single):
        (answer,) = run(single)
        assert answer["id"] == "one"
        assert criteria(answer)["ferritin"] == "met"

    @pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"[" * 50_000])
    def test_a_bad_one_exits_with_two(self, tmp_path, content):
        path = tmp_path / "bad.json"
        path.write_bytes(content)
        with pytest.raises(CommandError) as error:
            run(str(path))
        assert error.value.returncode == 2
        assert str(error.value).startswith("$")
        assert run.printed == []

    def test_the_place_of_the_fault_is_told(self, tmp_path):
        bad = {**CASE, "observations": [{**CASE["observations"][0], "unit": "K"}]}
        with pytest.raises(CommandError, match=r"\$\.observations\[0\]\.unit"):
            run(lines(tmp_path, bad, name="bad.json"))

    def test_no_moment_to_ask_about(self, tmp_path):
        empty = lines(tmp_path, {**CASE, "observations": []}, name="empty.json")
        with pytest.raises(CommandError) as error:
            run(empty)
        assert error.value.returncode == 2
        assert run(empty, "--as-of", "2020-01-01")[0]["hlh2004"]["outcome"] == "unknown"

    @pytest.mark.parametrize("name", ["/nowhere/at/all.json", "/", "nul\0byte"])
    def test_a_file_that_cannot_be_read(self, name):
        with pytest.raises(CommandError) as error:
            run(name)
        assert error.value.returncode == 2


class TestLines:
    def test_in_order(self, tmp_path):
        found = run(lines(tmp_path, *({**CASE, "id": name} for name in "cab")))
        assert [answer["id"] for answer in found] == ["c", "a", "b"]

    def test_bad_lines_are_told_in_place_and_the_others_answered(self, tmp_path):
        wrong = {**CASE, "id": "wrong", "patient": {"birth_date": "2016-02-30", "sex": "female"}}
        path = lines(tmp_path, CASE, wrong, b"{", b'"x"', {**CASE, "id": 7}, b"\xff", CASE)
        with pytest.raises(SystemExit) as status:
            run(path)
        assert status.value.code == 1
        answers = [json.loads(line) for line in run.printed]
        assert [a["id"] for a in answers] == ["one", "wrong", None, None, None, None, "one"]
        assert [("error" in a) for a in answers] == [False, True, True, True, True, True, False]
        assert answers[1]["error"].startswith("$.patient.birth_date: ")
        assert "hlh2004" in answers[-1]

    def test_an_id_that_cannot_be_printed_is_null(self, tmp_path):
        with pytest.raises(SystemExit):
            run(lines(tmp_path, rb'{"id": "\ud800"}'))
        assert json.loads(run.printed[0])["id"] is None

    def test_a_line_without_a_moment(self, tmp_path):
        with pytest.raises(SystemExit):
            run(lines(tmp_path, {**CASE, "observations": []}))
        assert "no as_of" in json.loads(run.printed[0])["error"]

    def test_empty_lines_and_other_line_ends(self, tmp_path):
        path = tmp_path / "x.JSONL"
        path.write_bytes(b"\r\n" + json.dumps(CASE).encode() + b"\r\n\n \n")
        assert len(run(str(path))) == 1

    def test_no_lines(self, tmp_path):
        assert run(lines(tmp_path, b"")) == []

    def test_a_line_that_is_too_long_spoils_no_other(self, tmp_path, monkeypatch):
        from hlh_app.exchange import json_text
        from hlh_app.records.management.commands import assess

        size = len(json.dumps(CASE)) + 10
        monkeypatch.setattr(assess, "MAX_BYTES", size)
        monkeypatch.setattr(json_text, "MAX_BYTES", size)
        path = lines(tmp_path, CASE, b"[" + b"1," * size * 2 + b"1]", CASE)
        with pytest.raises(SystemExit):
            run(path)
        answers = [json.loads(line) for line in run.printed]
        assert [a.get("error") is None for a in answers] == [True, False, True]

    def test_from_standard_input(self, monkeypatch):
        source = BytesIO(json.dumps(CASE).encode() + b"\n")
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(source))
        assert [answer["id"] for answer in run("-")] == ["one"]


class TestOptions:
    def test_as_of(self, single):
        assert criteria(run(single, "--as-of", "2020-01-12T00:00:00+08:00")[0])["ferritin"] == (
            "unknown"
        )
        assert criteria(run(single, "--as-of", "2020-01-15")[0])["ferritin"] == "met"

    def test_the_cases_own_as_of_gives_way(self, tmp_path):
        own = lines(tmp_path, {**CASE, "as_of": "2020-01-12"}, name="own.json")
        assert criteria(run(own)[0])["ferritin"] == "unknown"
        assert criteria(run(own, "--as-of", "2020-01-16")[0])["ferritin"] == "met"

    def test_window_days(self, single):
        assert criteria(run(single, "--fever-threshold", "38.3")[0])["fever"] == "met"
        narrow = ("--fever-threshold", "38.3", "--window-days", "5")
        assert criteria(run(single, *narrow)[0])["fever"] == "unknown"

    @pytest.mark.parametrize(
        ("threshold", "fever"), [("38.5", "not_met"), ("38.3", "met"), ("38", "met")]
    )
    def test_fever_threshold(self, single, threshold, fever):
        assert criteria(run(single, "--fever-threshold", threshold)[0])["fever"] == fever

    @pytest.mark.parametrize(
        "options",
        [
            ("--as-of", "20-01-15"),
            ("--as-of", "2020-01-15T08:00:00"),
            ("--as-of", "2020-02-30"),
            ("--as-of", "soon"),
            ("--window-days", "0"),
            ("--window-days", "-1"),
            ("--window-days", "3651"),
            ("--fever-threshold", "101.3"),
            ("--fever-threshold", "35.9"),
            ("--fever-threshold", "NaN"),
            ("--fever-threshold", "warm"),
            ("--fever-threshold", "1e400"),
        ],
    )
    def test_a_bad_one_exits_with_two(self, single, options):
        with pytest.raises(CommandError) as error:
            run(single, *options)
        assert error.value.returncode == 2
        assert options[0] in str(error.value)


def process(*args: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "assess", *args],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_database(single):
    """A server that is not there is not missed."""
    found = process(single, DATABASE_URL="postgres://nobody:nothing@127.0.0.1:1/none")
    assert found.returncode == 0, found.stderr
    assert json.loads(found.stdout)["id"] == "one"


def test_exit_statuses_and_streams(tmp_path):
    bad = process(lines(tmp_path, b"{", name="bad.json"))
    assert (bad.returncode, bad.stdout) == (2, "")
    assert "not JSON" in bad.stderr
    some = process(lines(tmp_path, CASE, b"{"))
    assert (some.returncode, len(some.stdout.splitlines())) == (1, 2)
    assert process("--window-days", "a week", str(tmp_path)).returncode == 2
