"""The real parts that the end-to-end tests and the benchmarks are made of.

Debian's nginx as origin, the kernel as shaped line, the product's own binaries: nothing here imitates any of them.
"""
