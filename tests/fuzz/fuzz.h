/* What a fuzz target offers: libFuzzer's entry point.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

/** Runs one input through the code under test, which aborts if it misbehaves; returns 0. */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
