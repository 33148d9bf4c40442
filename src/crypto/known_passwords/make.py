#!/usr/bin/env python3
"""Makes list.bin, the list of common passwords, from word lists: one password on each line, plain or gzipped.

    make.py LIST... > list.bin

Each password is folded to lower case; kept are those of printable ASCII with at least six characters. Of each, 40 bits of
SHA-256 are kept. The file is an index of the first 16 bits (65537 counts, 4 bytes each, the lowest byte first: how many
entries lie before), then the other 24 bits of every entry, in order.
"""
import gzip
import hashlib
import struct
import sys

entries = set()
for path in sys.argv[1:]:
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rb") as lines:
        for line in lines:
            word = line.rstrip(b"\r\n").lower()
            if len(word) >= 6 and all(0x20 < byte < 0x7F for byte in word):
                entries.add(hashlib.sha256(word).digest()[:5])
ordered = sorted(entries)
counts = [0] * 65537
for entry in ordered:
    counts[int.from_bytes(entry[:2], "big") + 1] += 1
for index in range(65536):
    counts[index + 1] += counts[index]
sys.stdout.buffer.write(struct.pack("<65537I", *counts))
sys.stdout.buffer.write(b"".join(entry[2:] for entry in ordered))
print(f"{len(ordered)} entries", file=sys.stderr)
