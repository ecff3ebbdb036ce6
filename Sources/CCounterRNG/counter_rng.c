// SPDX-License-Identifier: GPL-3.0-or-later
#include "CCounterRNG.h"

#include <Random123/threefry.h>
#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <string.h>

void counter_rng_block(const uint64_t counter[4], const uint64_t key[4], uint64_t out[4]) {
  threefry4x64_ctr_t c = {{counter[0], counter[1], counter[2], counter[3]}};
  threefry4x64_key_t k = {{key[0], key[1], key[2], key[3]}};
  threefry4x64_ctr_t r = threefry4x64_R(20, c, k);
  out[0] = r.v[0]; out[1] = r.v[1]; out[2] = r.v[2]; out[3] = r.v[3];
}

uint64_t counter_rng_next(counter_rng_state *s) {
  if (s->used == 4) {
    counter_rng_block(s->counter, s->key, s->words);
    s->counter[0]++;
    s->used = 0;
  }
  return s->words[s->used++];
}

static unsigned long get_word(void *state) { return counter_rng_next(state); }

static double get_double(void *state) { return (double)(counter_rng_next(state) >> 11) * 0x1p-53; }

static void set_seed(void *state, unsigned long seed) {
  counter_rng_state *s = state;
  memset(s, 0, sizeof *s);
  s->key[0] = seed;
  s->used = 4;
}

static const gsl_rng_type counter_rng_type = {
    .name = "threefry4x64-20",
    .max = UINT64_MAX,
    .min = 0,
    .size = sizeof(counter_rng_state),
    .set = set_seed,
    .get = get_word,
    .get_double = get_double,
};

gsl_rng *counter_rng_alloc(void) { return gsl_rng_alloc(&counter_rng_type); }

// GSL's default error handler ends the process. It is one global, so it is replaced once, before main,
// by one that notes the error for the calling thread; Swift turns it into a thrown error.
static _Thread_local int last_error;
static _Thread_local char last_error_text[160];

static void note_error(const char *reason, const char *file, int line, int code) {
  (void)file; (void)line;
  last_error = code;
  snprintf(last_error_text, sizeof last_error_text, "%s", reason ? reason : "");
}

__attribute__((constructor)) static void install_error_handler(void) { gsl_set_error_handler(&note_error); }

int counter_rng_take_gsl_error(char *text, int capacity) {
  int code = last_error;
  snprintf(text, (size_t)capacity, "%s", code ? last_error_text : "");
  last_error = 0;
  return code;
}
