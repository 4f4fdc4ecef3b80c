"""What pyHanko says about the signatures of a PDF file: `pyhanko_check.py FILE ROOT.pem`.

One line of JSON for each signature. `scripts/setup.sh test` installs pyHanko into the cache.
"""

import json
import logging
import sys

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

logging.disable(logging.CRITICAL)
context = ValidationContext(trust_roots=[load_cert_from_pemder(sys.argv[2])], allow_fetching=False)
with open(sys.argv[1], "rb") as file:
    for signature in PdfFileReader(file).embedded_regular_signatures:
        status = validate_pdf_signature(signature, context, context)
        stamp = status.timestamp_validity
        print(json.dumps({
            "bottom_line": status.bottom_line,
            "intact": status.intact,
            "valid": status.valid,
            "trusted": status.trusted,
            "coverage": status.coverage.name,
            "changes": status.modification_level.name if status.modification_level else None,
            "stamp": bool(stamp and stamp.intact and stamp.valid and stamp.trusted),
        }))
