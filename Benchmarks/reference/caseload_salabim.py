# SPDX-License-Identifier: GPL-3.0-or-later
# The reference caseload model in salabim, as generators: python caseload_salabim.py BIRTHS SEED
import random

import salabim as sim

from contacts import (
    ATTEMPTS, BOOKED_BEFORE_BIRTH, END, FOLLOW_UPS, REBOOKING_MEAN, REVIEWS, TYPES, YEAR, Counts, draw_contact, main,
    staff)


class Bookings(sim.Component):
    def process(self):
        gap = sim.Exponential(YEAR / self.env.births)
        while True:
            yield self.hold(gap)
            self.env.counts.events += 1
            Child()


class Family(sim.Component):
    def wait(self, hours):
        yield self.hold(max(0, hours))
        self.env.counts.events += 1

    def contact(self, kind, origin):
        """Booked up to three times; true if the family was there in the end."""
        contact, env, counts = TYPES[kind], self.env, self.env.counts
        due = origin + contact.due
        for attempt in range(ATTEMPTS):
            if attempt > 0:
                yield from self.wait(random.expovariate(1 / REBOOKING_MEAN))
            released = env.now()
            pool = contact.pool
            if contact.other is not None and not self.is_free(pool) and self.is_free(contact.other):
                pool = contact.other
            yield self.request((env.pools[pool], 1, (contact.priority, due)))
            now = env.now()
            if now > origin + contact.deadline:
                self.release()
                counts.lapse(kind, now)
                return False
            counts.start(kind, now, now - released)
            on_time = now <= due
            attended, hours = draw_contact(kind, random)
            yield self.hold(hours)
            self.release()
            counts.end(kind, env.now(), pool, hours, attended, on_time)
            if attended:
                return True
        counts.give_up(kind, env.now())
        return False

    def is_free(self, pool):
        return self.env.pools[pool].available_quantity() > 0


class Child(Family):
    def process(self):
        birth = self.env.now() + BOOKED_BEFORE_BIRTH
        for kind in REVIEWS:
            if kind > 0:
                yield from self.wait(birth + TYPES[kind].release - self.env.now())
            attended = yield from self.contact(kind, birth)
            if attended:
                for visits in FOLLOW_UPS:
                    if random.random() < visits.probability:
                        FollowUp(visits=visits)


class FollowUp(Family):
    def setup(self, visits):
        self.visits = visits

    def process(self):
        for _ in range(self.visits.number):
            yield from self.wait(self.visits.interval)
            yield from self.contact(self.visits.kind, self.env.now())


def simulate(births, seed):
    sim.yieldless(False)
    env = sim.Environment(random_seed=seed, trace=False)
    env.births, env.counts = births, Counts()
    env.pools = [sim.Resource(capacity=members, monitor=False) for members in staff(births)]
    Bookings()
    env.run(till=END)
    return env.counts


if __name__ == "__main__":
    main(simulate)
