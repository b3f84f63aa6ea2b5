/* The privileged helper on the bus: its name, its methods, its coming and going.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/modscope-paths.h"

G_BEGIN_DECLS

/**
 * ModscopeHelperSetup:
 * @paths: where files are
 * @worker: the command that runs modscope_worker_main(), %NULL-terminated
 * @idle_seconds: how long to stay with nothing to do
 * @authority_seconds: how long polkit may take to answer without asking a person
 * @plans_max: %MODSCOPE_LIMIT_PLANS
 */
typedef struct
{
  ModscopePaths *paths;
  const char *const *worker;
  guint idle_seconds;
  guint authority_seconds;
  guint plans_max;
} ModscopeHelperSetup;

#define MODSCOPE_HELPER_IDLE_SECONDS 60
#define MODSCOPE_HELPER_AUTHORITY_SECONDS 25

/**
 * modscope_helper_run:
 * @setup: with what
 *
 * Serves on the system bus until there was nothing to do for a while, the name is lost, or SIGTERM
 * arrives. What was asked before that is carried out first.
 *
 * Returns: the process's status
 */
int modscope_helper_run (const ModscopeHelperSetup *setup);

G_END_DECLS
