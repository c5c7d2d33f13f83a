"""What CMS published, when it holds, and where it says so.

Imports nothing from ``server``: the catalog can be built, read and tested alone.
Files come in through ``readers``, are kept by ``store``, and are asked through
``queries``. Every fact belongs to a release, and every query takes a date.
"""
