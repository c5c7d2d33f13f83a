"""Answer billing questions from the catalog.

Imports point one way::

    main -> cli -> client -> app -> arguments -> tools -> tips -> results -> rules
"""
