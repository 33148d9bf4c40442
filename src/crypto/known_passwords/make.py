#!/usr/bin/env python3
"""Makes list.bin, the list of common passwords, from word lists: one password on each line, plain or gzipped.

    make.py LIST... > list.bin

Each password is folded to lower case; kept are those of printable ASCII with at least six characters. Of each, 36 bits of
SHA-256 are kept. The first 14 of them say in which bucket it is, the other 22 are written as their distance from the one
before in that bucket, less one (the first: from -1): so many ones as it has 65536s, a zero, and the remaining 16 bits, all
from the highest bit down (Rice's code). The file is an index (16385 counts, 4 bytes each, the lowest byte first: at which
bit each bucket begins, and where the last one ends), then those bits.
"""
import gzip
import hashlib
import struct
import sys

KEPT, BUCKET, PLAIN = 36, 14, 16


def encoded(entries):
    """The file for these entries, in order."""
    within = KEPT - BUCKET
    buckets = [[] for _ in range(1 << BUCKET)]
    for entry in entries:
        buckets[entry >> within].append(entry & ((1 << within) - 1))
    starts, bits = [], []
    length = 0
    for bucket in buckets:
        starts.append(length)
        before = -1
        for rest in bucket:
            distance = rest - before - 1
            code = "1" * (distance >> PLAIN) + "0" + format(distance & ((1 << PLAIN) - 1), f"0{PLAIN}b")
            bits.append(code)
            length += len(code)
            before = rest
    starts.append(length)
    bits = "".join(bits)
    bits += "0" * (-len(bits) % 8)
    return struct.pack(f"<{len(starts)}I", *starts) + int(bits, 2).to_bytes(len(bits) // 8, "big")


def main():
    entries = set()
    for path in sys.argv[1:]:
        opener = gzip.open if path.endswith(".gz") else open
        with opener(path, "rb") as lines:
            for line in lines:
                word = line.rstrip(b"\r\n").lower()
                if len(word) >= 6 and all(0x20 < byte < 0x7F for byte in word):
                    entries.add(int.from_bytes(hashlib.sha256(word).digest()[:5], "big") >> (40 - KEPT))
    sys.stdout.buffer.write(encoded(sorted(entries)))
    print(f"{len(entries)} entries", file=sys.stderr)


if __name__ == "__main__":
    main()
