/* A device with its check chain as JSON: the DEVICE of cli.md's contract.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/modscope-chain.h"
#include "machine/modscope-json.h"

G_BEGIN_DECLS

/** Writes a device; @chain is its chain, or that of another moment. */
void modscope_json_device (ModscopeJson *json,
                           const char *key,
                           ModscopeDevice *device,
                           const ModscopeChain *chain);

G_END_DECLS
