# SPDX-License-Identifier: GPL-3.0-or-later
"""What the reference caseload models in Python share: types of contact, draws, counts and how they are printed."""
import math
import sys
import time
from typing import NamedTuple

DAY = 37.5 / 7  # working hours
YEAR = 365.25 * DAY
WARM_UP = 3 * YEAR
END = 8 * YEAR
BOOKED_BEFORE_BIRTH = 84 * DAY
REBOOKING_MEAN = 7 * DAY
ATTEMPTS = 3


class ContactType(NamedTuple):
    """Release, due date and deadline in hours after birth (visits: after their release); the smallest priority first."""

    name: str
    release: float
    due: float
    deadline: float
    priority: int
    pool: int
    other: int | None
    non_attendance: float
    shape: float
    scale: float


TYPES = [
    ContactType(name, release * DAY, due * DAY, deadline * DAY, priority, pool, other, non_attendance, shape, scale)
    for name, release, due, deadline, priority, pool, other, non_attendance, shape, scale in [
        ("antenatal", -84, 0, 0, 3, 0, None, 0.10, 4, 0.5),
        ("new birth", 10, 14, 30, 1, 0, None, 0.04, 5, 0.54),
        ("6 to 8 weeks", 42, 56, 84, 2, 0, None, 0.07, 4, 0.475),
        ("3 months", 91, 122, 152, 4, 1, 0, 0.10, 4, 0.225),
        ("1 year", 335, 365, 456, 4, 1, 0, 0.12, 4, 0.275),
        ("2 years", 730, 913, 1004, 5, 1, 0, 0.12, 4, 0.275),
        ("package", 0, 14, 28, 3, 2, 1, 0.10, 0, 0.3),
        ("safeguarding", 0, 7, 28, 0, 0, None, 0.08, 3, 1.05),
    ]
]
REVIEWS = range(6)
PACKAGE, SAFEGUARDING = 6, 7


class Visits(NamedTuple):
    """What an attended review may start: its probability, number of visits and hours between them."""

    kind: int
    probability: float
    number: int
    interval: float


FOLLOW_UPS = [Visits(PACKAGE, 0.12, 6, 14 * DAY), Visits(SAFEGUARDING, 0.02, 9, 28 * DAY)]


def staff(births):
    """Members of the three pools."""
    return [max(1, math.floor(base * births / 4000 + 0.5)) for base in (30, 12, 10)]


def draw_contact(kind, random):
    """Whether the family is there, and the hours that the contact takes with travel and notes."""
    contact = TYPES[kind]
    attended = random.random() >= contact.non_attendance
    hours = random.lognormvariate(math.log(0.35), 0.5)
    if attended:
        if kind == PACKAGE:
            hours += random.lognormvariate(0, 0.3)
        else:
            hours += random.gammavariate(contact.shape, contact.scale)
    return attended, hours


class Counts:
    """Counts after the warm-up by type of contact; `events` counts births, releases and ends of contacts from the start."""

    def __init__(self):
        self.events = 0
        self.started = [0] * len(TYPES)
        self.waits = [0.0] * len(TYPES)
        self.completed = [0] * len(TYPES)
        self.on_time = [0] * len(TYPES)
        self.lost_deadline = [0] * len(TYPES)
        self.lost_dna = [0] * len(TYPES)
        self.busy = [0.0, 0.0, 0.0]

    def lapse(self, kind, now):
        if now >= WARM_UP:
            self.lost_deadline[kind] += 1

    def start(self, kind, now, wait):
        if now >= WARM_UP:
            self.started[kind] += 1
            self.waits[kind] += wait

    def end(self, kind, now, pool, hours, attended, on_time):
        self.events += 1
        if now >= WARM_UP:
            self.busy[pool] += hours
            if attended:
                self.completed[kind] += 1
                self.on_time[kind] += on_time

    def give_up(self, kind, now):
        if now >= WARM_UP:
            self.lost_dna[kind] += 1


def main(simulate):
    """`MODEL BIRTHS SEED`: one replication by `simulate(births, seed)`, printed as caseload.cpp prints it."""
    births, seed = float(sys.argv[1]), int(sys.argv[2])
    begin = time.process_time()
    counts = simulate(births, seed)
    cpu = time.process_time() - begin
    for kind in range(len(TYPES)):
        print(
            f"type {kind} started {counts.started[kind]} wait_h {counts.waits[kind] / max(1, counts.started[kind])} "
            f"completed {counts.completed[kind]} on_time {counts.on_time[kind]} "
            f"lost_deadline {counts.lost_deadline[kind]} lost_dna {counts.lost_dna[kind]}")
    for pool, members in enumerate(staff(births)):
        print(f"pool {pool} utilisation {counts.busy[pool] / (members * (END - WARM_UP))}")
    print(f"events {counts.events} cpu_s {cpu} ns_per_event {cpu / counts.events * 1e9}")
