"""Documents of older programs (.doc .wps .rtf .odt) as .docx, by LibreOffice when it is installed."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from ..messages.catalogue import Message
from ..model.errors import CorpusError

SECONDS = 120
LARGEST = 128 * 2**20  # bytes of the document that it writes
MEMORY = 4 * 2**30  # bytes of address space, where the system can limit it; LibreOffice takes 2 for a plain document
_NO_FONTS = b"No fonts could be found"  # it ends before it reads anything, as on a server of LibreOffice alone

#: No macro runs, and nothing that a document links to is fetched.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""


def to_docx(data: bytes, shown: str) -> bytes:
    """`data` as LibreOffice saves it as .docx; raises CorpusError when that is not there or cannot."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise CorpusError(shown, Message("files.office_needed"))
    with tempfile.TemporaryDirectory(prefix="policysearch-") as folder:
        home = Path(folder)
        profile = home / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        (home / "document.doc").write_bytes(data)
        command = [program, "--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation={profile.as_uri()}"]
        command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", folder, str(home / "document.doc")]
        if os.name == "posix":
            limits = f"ulimit -v {MEMORY // 1024}; ulimit -f {LARGEST // 512}; ulimit -c 0"
            command = ["/bin/sh", "-c", f'{limits} 2>/dev/null; exec "$@"', "sh", *command]
        nothing = subprocess.DEVNULL
        said = (home / "said").open("wb")
        try:
            process = subprocess.Popen(
                command,
                start_new_session=True,
                cwd=folder,
                stdin=nothing,
                stdout=nothing,
                stderr=said,
                env={**os.environ, "HOME": folder, "TMPDIR": folder},
            )
        except OSError as error:
            said.close()
            raise CorpusError(shown, Message("files.office_start", program=program)) from error
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired as error:
            raise CorpusError(shown, Message("files.office_slow", seconds=SECONDS)) from error
        finally:
            _end(process)
            said.close()
        result = home / "document.docx"
        if not result.exists() or result.stat().st_size >= LARGEST:
            without_fonts = _NO_FONTS in (home / "said").read_bytes()
            raise CorpusError(shown, Message("files.office_fonts" if without_fonts else "files.office_fails"))
        return result.read_bytes()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and all processes that it has started, also those that outlive it."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
