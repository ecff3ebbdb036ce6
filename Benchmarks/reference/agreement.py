# SPDX-License-Identifier: GPL-3.0-or-later
"""CPU time an event of several programs and whether their counts agree: python agreement.py OURS OTHER...

Each file holds what one program printed, one replication after another, and is named for it. z compares means: if both
programs simulate the same model, our variance, of many replications, is that of the other's counts, too.
"""
import sys
from math import sqrt
from pathlib import Path
from statistics import mean, median, variance


def replications(path):
    """One dictionary of measures a replication."""
    runs, run = [], {}
    for line in path.read_text().splitlines():
        words = line.split()
        if words[0] == "events":
            run["events"] = float(words[1])
            run["ns"] = float(words[words.index("ns_per_event") + 1])
            runs.append(run)
            run = {}
        else:
            run.update({(*words[:2], name): float(value) for name, value in zip(words[2::2], words[3::2])})
    return runs


def scores(ours, others):
    """z of every measure that varies."""
    found = {}
    for measure in ours[0]:
        if measure == "ns":
            continue
        a, b = [run[measure] for run in ours], [run[measure] for run in others]
        error = sqrt(variance(a) * (1 / len(a) + 1 / len(b)))
        difference = mean(b) - mean(a)
        if error > 0 or difference != 0:
            found[measure] = difference / error if error > 0 else float("inf")
    return found


ours, *others = (Path(name) for name in sys.argv[1:])
reference = replications(ours)
nanoseconds = median(run["ns"] for run in reference)
print("| program | CPU ns an event | over ours | replications | measures | root mean square z | largest |")
print("|---|---|---|---|---|---|---|")
print(f"| {ours.name} | {nanoseconds:.0f} | 1 | {len(reference)} | | | |")
for path in others:
    runs = replications(path)
    z = scores(reference, runs)
    largest = max(z, key=lambda measure: abs(z[measure]))
    name = largest if isinstance(largest, str) else " ".join(largest)
    time = median(run["ns"] for run in runs)
    print(
        f"| {path.name} | {time:,.0f} | {time / nanoseconds:.3g} | {len(runs)} | {len(z)} "
        f"| {sqrt(mean(value**2 for value in z.values())):.2f} | {z[largest]:+.1f} ({name}) |")
