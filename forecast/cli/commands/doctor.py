"""`forecast doctor`: whether everything that Forecast needs is there and works."""

from dataclasses import asdict

from forecast.cli.arguments import Json
from forecast.cli.exit_code import ExitCode
from forecast.cli.json_text import json_text
from forecast.cli.terminal import show, write


def doctor(*, json: Json = False) -> int:
    """See whether everything that Forecast needs is there and works, with a tiny forecast as a test.

    Exit code 1 where something is broken. Its output belongs into a bug report.
    """
    from forecast.cli.examination import examine
    from forecast.cli.exhibit import finding_line

    findings = []
    for finding in examine():
        findings.append(finding)
        if not json:
            # One by one: the first call of the numerical libraries takes a while.
            show(finding_line(finding))
    broken = sum(not finding.works for finding in findings)
    if json:
        write(json_text({"works": not broken, "findings": [asdict(finding) for finding in findings]}))
    else:
        write(f"\n{broken} of {len(findings)} things are broken\n" if broken else "\neverything works\n")
    return ExitCode.FINDINGS if broken else ExitCode.FINE
