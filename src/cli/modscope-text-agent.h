/* polkit's text agent: who asks for the password on a terminal where no desktop does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** ModscopeTextAgent: a running pkttyagent(1). */
typedef struct _ModscopeTextAgent ModscopeTextAgent;

/**
 * modscope_text_agent_start:
 * @cancellable: ends the waiting
 *
 * Starts the agent for this process and waits until polkit knows it. A desktop's agent, if there is
 * one, is asked first. Runs the thread's main context.
 *
 * Returns: (transfer full) (nullable): the agent; %NULL where there is no terminal, where root
 * needs no password, and where polkit's agent is not installed
 */
ModscopeTextAgent *modscope_text_agent_start (GCancellable *cancellable);

/** Ends it, and gives the terminal back. */
void modscope_text_agent_stop (ModscopeTextAgent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeTextAgent, modscope_text_agent_stop)

G_END_DECLS
