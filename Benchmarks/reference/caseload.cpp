// SPDX-License-Identifier: GPL-3.0-or-later
// The reference caseload model in plain C++: std::priority_queue, GSL, mt19937, nothing clever.
// g++ -O2 -o caseload caseload.cpp -lgsl -lgslcblas && ./caseload BIRTHS REPLICATIONS SEED
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <queue>
#include <vector>

static const double DAY = 37.5 / 7, YEAR = 365.25 * DAY, WARMUP = 3 * YEAR, END = 8 * YEAR;

struct Type { double release, due, deadline; int priority, pool, other; double dna, shape, scale; };
static const Type TYPES[8] = {
    {-84, 0, 0, 3, 0, -1, 0.10, 4, 0.5},      {10, 14, 30, 1, 0, -1, 0.04, 5, 0.54},
    {42, 56, 84, 2, 0, -1, 0.07, 4, 0.475},   {91, 122, 152, 4, 1, 0, 0.10, 4, 0.225},
    {335, 365, 456, 4, 1, 0, 0.12, 4, 0.275}, {730, 913, 1004, 5, 1, 0, 0.12, 4, 0.275},
    {0, 14, 28, 3, 2, 1, 0.10, 0, 0.3},       {0, 7, 28, 0, 0, -1, 0.08, 3, 1.05}};

struct Journey {
  double birth, due, deadline, released, busy;
  int type, visits, rebooks, pool;
  bool attended, on_time;
};
struct Event { double time; unsigned long seq; int kind, subject; };
struct Later {
  bool operator()(const Event &a, const Event &b) const { return a.time != b.time ? a.time > b.time : a.seq > b.seq; }
};
struct Waiting { int priority; double due; unsigned long seq; int subject; };
struct After {
  bool operator()(const Waiting &a, const Waiting &b) const {
    if (a.priority != b.priority) return a.priority > b.priority;
    if (a.due != b.due) return a.due > b.due;
    return a.seq > b.seq;
  }
};

struct Model {
  gsl_rng *rng;
  double mean, now = 0;
  unsigned long seq = 0, events = 0;
  std::priority_queue<Event, std::vector<Event>, Later> agenda;
  std::priority_queue<Waiting, std::vector<Waiting>, After> queue[3];
  std::vector<Journey> journeys;
  std::vector<int> unused;
  int staff[3], available[3];
  double busy[3] = {0, 0, 0}, waits[8] = {0};
  long started[8] = {0}, completed[8] = {0}, on_time[8] = {0}, lost_deadline[8] = {0}, lost_dna[8] = {0};

  Model(double births, unsigned long seed) {
    rng = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(rng, seed);
    mean = YEAR / births;
    const double base[3] = {30, 12, 10};
    for (int p = 0; p < 3; p++) available[p] = staff[p] = std::max(1, (int)std::floor(base[p] * births / 4000 + 0.5));
  }
  ~Model() { gsl_rng_free(rng); }

  void schedule(double time, int kind, int subject) { agenda.push({time, seq++, kind, subject}); }
  int make(const Journey &j) {
    if (!unused.empty()) { int s = unused.back(); unused.pop_back(); journeys[s] = j; return s; }
    journeys.push_back(j);
    return (int)journeys.size() - 1;
  }
  void run() {
    schedule(gsl_ran_exponential(rng, mean), 0, 0);
    while (!agenda.empty() && agenda.top().time <= END) {
      Event e = agenda.top();
      agenda.pop();
      now = e.time;
      events++;
      if (e.kind == 0) arrive();
      else if (e.kind == 1) release(e.subject);
      else end_service(e.subject);
    }
  }
  void arrive() {
    double birth = now + 84 * DAY;
    int s = make({birth, birth, birth, 0, 0, 0, 0, 0, 0, false, false});
    release(s);
    schedule(now + gsl_ran_exponential(rng, mean), 0, 0);
  }
  void release(int s) {
    const Type &t = TYPES[journeys[s].type];
    journeys[s].released = now;
    if (available[t.pool] > 0) return turn(s, t.pool);
    if (t.other >= 0 && available[t.other] > 0) return turn(s, t.other);
    queue[t.pool].push({t.priority, journeys[s].due, seq++, s});
  }
  void turn(int s, int pool) {
    Journey &j = journeys[s];
    const Type &t = TYPES[j.type];
    if (now > j.deadline) {
      if (now >= WARMUP) lost_deadline[j.type]++;
      return resolve(s);
    }
    if (now >= WARMUP) { started[j.type]++; waits[j.type] += now - j.released; }
    j.attended = gsl_rng_uniform(rng) >= t.dna;
    double time = gsl_ran_lognormal(rng, std::log(0.35), 0.5);
    if (j.attended) time += j.type == 6 ? gsl_ran_lognormal(rng, 0, 0.3) : gsl_ran_gamma(rng, t.shape, t.scale);
    j.on_time = now <= j.due;
    j.busy = time;
    j.pool = pool;
    available[pool]--;
    schedule(now + time, 2, s);
  }
  void end_service(int s) {
    int pool = journeys[s].pool, type = journeys[s].type;
    bool counted = now >= WARMUP;
    if (counted) busy[pool] += journeys[s].busy;
    available[pool]++;
    while (available[pool] > 0 && !queue[pool].empty()) {
      int next = queue[pool].top().subject;
      queue[pool].pop();
      turn(next, pool);
    }
    if (journeys[s].attended) {
      if (counted) { completed[type]++; if (journeys[s].on_time) on_time[type]++; }
      if (type < 6) {
        if (gsl_rng_uniform(rng) < 0.12) spawn(6, 6, 14);
        if (gsl_rng_uniform(rng) < 0.02) spawn(7, 9, 28);
      }
      return resolve(s);
    }
    if (journeys[s].rebooks >= 2) {
      if (counted) lost_dna[type]++;
      return resolve(s);
    }
    journeys[s].rebooks++;
    schedule(now + gsl_ran_exponential(rng, 7 * DAY), 1, s);
  }
  void spawn(int type, int visits, double days) {
    int s = make({0, 0, 0, 0, 0, type, visits, 0, 0, false, false});
    schedule_release(s, now + days * DAY);
  }
  void schedule_release(int s, double time) {
    Journey &j = journeys[s];
    double from = j.type >= 6 ? time : j.birth;
    j.rebooks = 0;
    j.due = from + TYPES[j.type].due * DAY;
    j.deadline = from + TYPES[j.type].deadline * DAY;
    schedule(time, 1, s);
  }
  void resolve(int s) {
    Journey &j = journeys[s];
    if (j.type >= 6) {
      if (--j.visits > 0) return schedule_release(s, now + (j.type == 6 ? 14 : 28) * DAY);
    } else if (j.type < 5) {
      j.type++;
      return schedule_release(s, std::max(now, j.birth + TYPES[j.type].release * DAY));
    }
    unused.push_back(s);
  }
};

int main(int argc, char **argv) {
  double births = argc > 1 ? atof(argv[1]) : 4000;
  int replications = argc > 2 ? atoi(argv[2]) : 1;
  unsigned long seed = argc > 3 ? strtoul(argv[3], 0, 10) : 1;
  double columns[8][6] = {{0}}, busy[3] = {0}, events = 0;
  int staff[3] = {1, 1, 1};
  clock_t begin = clock();
  for (int r = 0; r < replications; r++) {
    Model m(births, seed + r);
    m.run();
    events += m.events;
    for (int k = 0; k < 8; k++) {
      const double row[6] = {(double)m.started[k], m.waits[k], (double)m.completed[k], (double)m.on_time[k],
                             (double)m.lost_deadline[k], (double)m.lost_dna[k]};
      for (int c = 0; c < 6; c++) columns[k][c] += row[c] / replications;
    }
    for (int p = 0; p < 3; p++) { busy[p] += m.busy[p] / replications; staff[p] = m.staff[p]; }
  }
  double cpu = (double)(clock() - begin) / CLOCKS_PER_SEC;
  for (int k = 0; k < 8; k++)
    printf("type %d started %g wait_h %g completed %g on_time %g lost_deadline %g lost_dna %g\n", k, columns[k][0],
           columns[k][1] / std::max(1.0, columns[k][0]), columns[k][2], columns[k][3], columns[k][4], columns[k][5]);
  for (int p = 0; p < 3; p++) printf("pool %d utilisation %g\n", p, busy[p] / (staff[p] * 5 * YEAR));
  printf("events %g cpu_s %g ns_per_event %g\n", events / replications, cpu, cpu / events * 1e9);
}
