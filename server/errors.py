"""Errors whose cause is the request itself."""


class RequestError(Exception):
    """The request contradicts itself, or asks in a form that nothing answers.

    The message is read by the model that asked: it names the value and says what to
    send instead.
    """
