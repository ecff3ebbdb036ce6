# SPDX-License-Identifier: GPL-3.0-or-later
# The reference caseload model in SimPy: python caseload_simpy.py BIRTHS SEED
from random import Random

import simpy

from contacts import (
    ATTEMPTS, BOOKED_BEFORE_BIRTH, END, FOLLOW_UPS, REBOOKING_MEAN, REVIEWS, TYPES, YEAR, Counts, draw_contact, main,
    staff)


class Caseload:
    def __init__(self, births, seed):
        self.random = Random(seed)
        self.counts = Counts()
        self.env = simpy.Environment()
        self.pools = [simpy.PriorityResource(self.env, capacity=members) for members in staff(births)]
        self.env.process(self.bookings(births / YEAR))

    def bookings(self, rate):
        while True:
            yield self.env.timeout(self.random.expovariate(rate))
            self.counts.events += 1
            self.env.process(self.child(self.env.now + BOOKED_BEFORE_BIRTH))

    def child(self, birth):
        for kind in REVIEWS:
            if kind > 0:
                yield from self.wait(birth + TYPES[kind].release - self.env.now)
            attended = yield from self.contact(kind, birth)
            if attended:
                for visits in FOLLOW_UPS:
                    if self.random.random() < visits.probability:
                        self.env.process(self.follow_up(visits))

    def follow_up(self, visits):
        for _ in range(visits.number):
            yield from self.wait(visits.interval)
            yield from self.contact(visits.kind, self.env.now)

    def wait(self, hours):
        yield self.env.timeout(max(0, hours))
        self.counts.events += 1

    def contact(self, kind, origin):
        """Booked up to three times; true if the family was there in the end."""
        contact, env, counts = TYPES[kind], self.env, self.counts
        due = origin + contact.due
        for attempt in range(ATTEMPTS):
            if attempt > 0:
                yield from self.wait(self.random.expovariate(1 / REBOOKING_MEAN))
            released = env.now
            pool = contact.pool
            if contact.other is not None and not self.is_free(pool) and self.is_free(contact.other):
                pool = contact.other
            with self.pools[pool].request(priority=(contact.priority, due)) as turn:
                yield turn
                if env.now > origin + contact.deadline:
                    counts.lapse(kind, env.now)
                    return False
                counts.start(kind, env.now, env.now - released)
                on_time = env.now <= due
                attended, hours = draw_contact(kind, self.random)
                yield env.timeout(hours)
            counts.end(kind, env.now, pool, hours, attended, on_time)
            if attended:
                return True
        counts.give_up(kind, env.now)
        return False

    def is_free(self, pool):
        return self.pools[pool].count < self.pools[pool].capacity


def simulate(births, seed):
    model = Caseload(births, seed)
    model.env.run(until=END)
    return model.counts


if __name__ == "__main__":
    main(simulate)
