# SPDX-License-Identifier: GPL-3.0-or-later
# The reference caseload model in Ciw: python caseload_ciw.py BIRTHS SEED
# A network of home (any number at once, for as long as nothing is due) and three pools.
import heapq
import random

import ciw

from contacts import (
    ATTEMPTS, BOOKED_BEFORE_BIRTH, END, FOLLOW_UPS, REBOOKING_MEAN, REVIEWS, TYPES, YEAR, Counts,
    draw_contact, main, staff)

HOME = 1
FIRST_POOL = 2
CLASSES = [contact.name for contact in TYPES]


class Journey(ciw.Individual):
    """A child through its reviews, or a family through its visits."""

    def __init__(self, id_number, customer_class, priority_class, simulation):
        super().__init__(id_number, customer_class, priority_class, simulation)
        self.kind = CLASSES.index(customer_class)
        self.attempts = 0
        self.visits_left = 0
        self.is_over = False
        self.release = simulation.current_time
        self.origin = simulation.current_time + BOOKED_BEFORE_BIRTH

    @property
    def due(self):
        return self.origin + TYPES[self.kind].due

    @property
    def deadline(self):
        return self.origin + TYPES[self.kind].deadline


class Wait(ciw.dists.Distribution):
    """Hours at home until the next contact is released."""

    def sample(self, t=None, ind=None):
        return max(0, ind.release - t)


class Contact(ciw.dists.Distribution):
    """Hours of a member of the pool; none once it is too late."""

    def sample(self, t=None, ind=None):
        counts = ind.simulation.counts
        ind.lapsed = t > ind.deadline
        if ind.lapsed:
            counts.lapse(ind.kind, t)
            return 0
        counts.start(ind.kind, t, t - ind.arrival_date)
        ind.on_time = t <= ind.due
        ind.attended, hours = draw_contact(ind.kind, random)
        return hours


class Home(ciw.Node):
    """Ciw searches everyone at such a node at every event; a heap of who leaves next spares that."""

    def __init__(self, id_, simulation):
        super().__init__(id_, simulation)
        self.leaving = []

    def accept(self, journey, completed=False):
        super().accept(journey, completed)
        heapq.heappush(self.leaving, (journey.service_end_date, journey.id_number, journey))

    def update_next_end_service_without_server(self):
        if self.leaving:
            self.possible_next_events["end_service"] = ([self.leaving[0][2]], self.leaving[0][0])

    def change_customer_class(self, journey):
        heapq.heappop(self.leaving)
        journey.prev_priority_class = journey.priority_class
        self.simulation.counts.events += 1


class Pool(ciw.Node):
    @property
    def is_free(self):
        return self.number_in_service < self.c

    def change_customer_class(self, journey):
        """After a contact: what comes next for this journey."""
        self.record(journey)
        if not journey.lapsed and not journey.attended and journey.attempts + 1 < ATTEMPTS:
            journey.attempts += 1
            journey.release = self.now + random.expovariate(1 / REBOOKING_MEAN)
        else:
            journey.attempts = 0
            self.go_on(journey)
        journey.previous_class, journey.prev_priority_class = journey.customer_class, journey.priority_class
        journey.customer_class = CLASSES[journey.kind]
        journey.priority_class = TYPES[journey.kind].priority

    def record(self, journey):
        if journey.lapsed:
            return
        counts, kind = self.simulation.counts, journey.kind
        counts.end(
            kind, self.now, self.id_number - FIRST_POOL, journey.service_time, journey.attended, journey.on_time)
        if journey.attended and kind in REVIEWS:
            for visits in FOLLOW_UPS:
                if random.random() < visits.probability:
                    self.start(visits)
        elif not journey.attended and journey.attempts + 1 == ATTEMPTS:
            counts.give_up(kind, self.now)

    def go_on(self, journey):
        if journey.kind in REVIEWS:
            journey.is_over = journey.kind == REVIEWS[-1]
            if not journey.is_over:
                journey.kind += 1
                journey.release = journey.origin + TYPES[journey.kind].release
        else:
            journey.visits_left -= 1
            journey.is_over = journey.visits_left == 0
            journey.origin = journey.release = self.now + journey.interval

    def start(self, visits):
        arrivals = self.simulation.nodes[0]
        arrivals.number_of_individuals += 1
        journey = Journey(
            arrivals.number_of_individuals, CLASSES[visits.kind], TYPES[visits.kind].priority, self.simulation)
        journey.visits_left, journey.interval = visits.number, visits.interval
        journey.origin = journey.release = self.now + visits.interval
        self.simulation.nodes[HOME].accept(journey)


class Bookings(ciw.ArrivalNode):
    def have_event(self):
        self.simulation.counts.events += 1
        super().have_event()


class FreePool(ciw.routing.NodeRouting):
    """From home to the contact's own pool, or to the other one if only that has someone free."""

    def next_node(self, journey):
        contact, pools = TYPES[journey.kind], self.simulation.nodes[FIRST_POOL:-1]
        own = pools[contact.pool]
        if contact.other is not None and not own.is_free and pools[contact.other].is_free:
            return pools[contact.other]
        return own


class HomeAgain(ciw.routing.NodeRouting):
    def next_node(self, journey):
        return self.simulation.nodes[-1 if journey.is_over else HOME]


def earliest_due(journeys, t):
    return min(journeys, key=lambda journey: journey.due)


def simulate(births, seed):
    ciw.seed(seed)
    bookings = {name: [None] * 4 for name in CLASSES}
    bookings[CLASSES[0]][FIRST_POOL - 1] = ciw.dists.Exponential(rate=births / YEAR)
    network = ciw.create_network(
        arrival_distributions=bookings,
        service_distributions={name: [Wait(), Contact(), Contact(), Contact()] for name in CLASSES},
        number_of_servers=[float("inf"), *staff(births)],
        routing={
            name: ciw.routing.NetworkRouting([FreePool(), HomeAgain(), HomeAgain(), HomeAgain()]) for name in CLASSES
        },
        priority_classes={contact.name: contact.priority for contact in TYPES},
        service_disciplines=[ciw.disciplines.FIFO, earliest_due, earliest_due, earliest_due])
    simulation = ciw.Simulation(
        network, node_class=[Home, Pool, Pool, Pool], arrival_node_class=Bookings, individual_class=Journey)
    simulation.counts = Counts()
    simulation.simulate_until_max_time(END)
    return simulation.counts


if __name__ == "__main__":
    main(simulate)
