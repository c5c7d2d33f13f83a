"""What is fast, and how fast: run by hand, never a test.

Each prints ratios against a floor measured in the same run::

    python -m benchmarks.start     process start and memory, against a bare SDK server
    python -m benchmarks.calls     one call, against a tool that returns a constant
    python -m benchmarks.catalog   first start, import, sizes
    python -m benchmarks.claims    one line, fifty lines, files of claims
"""
