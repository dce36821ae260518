"""Has LibreOffice open files, act on them and save them: one process for all.

Standard input has a line of JSON for each file: {"from": PATH, "to": PATH, "do": [COMMAND, ...]}. A command is the name of
one of LibreOffice's own, such as AcceptAllTrackedChanges. The end of the name, .pdf, .odt or .docx, says in which format
it is saved.
Usage: office.py PROFILE-FOLDER
"""

import json
import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def setting(name, value):
    it = PropertyValue()
    it.Name, it.Value = name, value
    return it


def connected(context, pipe, office):
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    for _ in range(600):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if office.poll() is not None:
                sys.exit(f"soffice ended with {office.returncode}")
            time.sleep(0.1)
    sys.exit("soffice does not answer")


def main():
    profile = Path(sys.argv[1]).absolute()
    pipe = "briefing" + "".join(c for c in str(profile) if c.isalnum())[-100:]
    office = subprocess.Popen(
        [
            "soffice",
            f"-env:UserInstallation=file://{profile}",
            "--headless",
            "--norestore",
            f"--accept=pipe,name={pipe};urp;",
        ]
    )
    try:
        context = connected(uno.getComponentContext(), pipe, office)
        services = context.ServiceManager
        desktop = services.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        dispatcher = services.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
        for line in sys.stdin:
            job = json.loads(line)
            source, target = (uno.systemPathToFileUrl(str(Path(job[key]).absolute())) for key in ("from", "to"))
            document = desktop.loadComponentFromURL(source, "_blank", 0, (setting("Hidden", True),))
            if document is None:
                sys.exit(f"cannot open {job['from']}")
            for command in job.get("do", []):
                frame = document.CurrentController.Frame
                dispatcher.executeDispatch(frame, f".uno:{command}", "", 0, ())
            filters = {".pdf": "writer_pdf_Export", ".odt": "writer8", ".docx": "Office Open XML Text"}
            document.storeToURL(target, (setting("FilterName", filters[Path(job["to"]).suffix]),))
            document.close(True)
        try:
            desktop.terminate()
        except Exception:
            # The connection ends with the process.
            pass
        office.wait(timeout=60)
    finally:
        office.kill()


main()
