// SPDX-License-Identifier: GPL-3.0-or-later
// A hint to the processor that Swift has no word for: this memory will be read soon.
#pragma once

static inline void prefetch(const void *address) { __builtin_prefetch(address); }
