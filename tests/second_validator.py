"""Says of every PDF file of a folder whether page-validation (PyPI) finds it accessible (PDF/UA-1) and archivable
(PDF/A-2a): a line for each file and profile, with the rules that it fails."""

import pathlib
import sys

import page

for file in sorted(pathlib.Path(sys.argv[1]).glob("*.pdf")):
    for profile in ("ua1", "2a"):
        result = page.validate_pdf(str(file), profile=profile)
        failed = sorted({f"{failure.rule_id} {failure.message}" for failure in result.failures})
        print(file.name, profile, "PASS" if result.is_compliant else f"FAIL {failed}")
