"""Print answers for a person: the same content that a client gets, laid out."""

from server.printing.bundling import bundling
from server.printing.card import card, matches
from server.printing.layout import Answer, console
from server.printing.payment import payment
from server.printing.progress import reporting
from server.printing.summary import summary
from server.printing.tips import tips

__all__ = [
    "Answer",
    "bundling",
    "card",
    "console",
    "matches",
    "payment",
    "reporting",
    "summary",
    "tips",
]
