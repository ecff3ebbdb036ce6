// SPDX-License-Identifier: GPL-3.0-or-later
// Threefry 4x64-20 (Salmon et al. 2011, doi:10.1145/2063384.2063405) as a GSL generator whose place in
// the sequence is an address, so that a draw belongs to an entity and a purpose and not to the order of
// events. Random123's own GSL glue gives 32-bit uniforms and a 32-bit seed; this one gives 53-bit ones.
#pragma once
#include <gsl/gsl_rng.h>
#include <stdint.h>

typedef struct {
  uint64_t key[4];      // seed, draw, replication, domain
  uint64_t counter[4];  // block, entity, purpose, index
  uint64_t words[4];    // the current block
  uint32_t used;        // words of it already given out; 4 = none computed
} counter_rng_state;

/// A new generator, owned by the caller (gsl_rng_free).
gsl_rng *counter_rng_alloc(void);

/// One block of Threefry 4x64-20, for the known-answer tests.
void counter_rng_block(const uint64_t counter[4], const uint64_t key[4], uint64_t out[4]);

/// Next 64 bits.
uint64_t counter_rng_next(counter_rng_state *state);

/// The address of the state inside a generator.
static inline counter_rng_state *counter_rng_state_of(gsl_rng *rng) {
  return (counter_rng_state *)rng->state;
}

static inline void counter_rng_key(gsl_rng *rng, uint64_t seed, uint64_t draw, uint64_t replication,
                                   uint64_t domain) {
  counter_rng_state *s = counter_rng_state_of(rng);
  s->key[0] = seed; s->key[1] = draw; s->key[2] = replication; s->key[3] = domain;
  s->counter[0] = 0;
  s->used = 4;
}

/// Moves to the first word that belongs to this entity, purpose and index.
static inline void counter_rng_seek(gsl_rng *rng, uint64_t entity, uint64_t purpose, uint64_t index) {
  counter_rng_state *s = counter_rng_state_of(rng);
  s->counter[0] = 0; s->counter[1] = entity; s->counter[2] = purpose; s->counter[3] = index;
  s->used = 4;
}

/// Text of the last GSL error on this thread, and its code; cleared by reading. Code 0 when there is none.
int counter_rng_take_gsl_error(char *text, int capacity);
