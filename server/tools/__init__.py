"""The tools, one per module. Each is a plain function: no SDK, no globals."""

from server.tools.check_bundling import check_bundling
from server.tools.estimate_payment import estimate_payment
from server.tools.get_billing_tips import get_billing_tips
from server.tools.lookup_code import lookup_code

TOOLS = (lookup_code, estimate_payment, check_bundling, get_billing_tips)
