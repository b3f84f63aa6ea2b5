/* The life of one call: plan, authorize, plan again and compare, act. What a method does is a
 * ModscopeCallVerb; it knows nothing of permissions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/modscope-paths.h"
#include "helper/modscope-limits.h"

G_BEGIN_DECLS

typedef struct _ModscopeCall ModscopeCall;
typedef struct _ModscopeTrial ModscopeTrial;

/**
 * ModscopeCallSetup: what all calls share.
 * @paths: where files are
 * @worker: the command that runs modscope_worker_main()
 * @limits: how much may be asked
 * @trial: the change on trial
 * @ending: cancelled when the service is told to end: what has not begun to act will not
 * @authority_seconds: how long polkit may take to answer without asking a person
 * @ended: called when a call or a trial is over
 * @ended_data: for @ended
 */
typedef struct
{
  ModscopePaths *paths;
  const char *const *worker;
  ModscopeLimits *limits;
  ModscopeTrial *trial;
  GCancellable *ending;
  guint authority_seconds;
  void (*ended) (gpointer ended_data);
  gpointer ended_data;
} ModscopeCallSetup;

/** Longest text of a dialog, in bytes. What is longer is refused: nobody agrees to what is cut off.
 */
#define MODSCOPE_CALL_SHOWN_MAX 2000

/**
 * ModscopeCallPlan: what a call would do.
 * @action: polkit's action for it
 * @detail: name of the detail in the action's message
 * @value: what a person reads there; what markup is made of is replaced before it is shown
 * @steps: all that will be done, so that the same call planned again is equal if and only if the
 *   same will be done
 */
typedef struct
{
  const char *action;
  const char *detail;
  char *value;
  GVariant *steps;
} ModscopeCallPlan;

/**
 * ModscopeCallVerb:
 * @plan: checks the arguments of a call and plans it; called twice. Changes nothing
 * @act: carries out the plan of the call, which ends with modscope_call_return() or
 *   modscope_call_fail()
 */
typedef struct
{
  gboolean (*plan) (const ModscopeCallSetup *setup,
                    GVariant *arguments,
                    ModscopeCallPlan *plan,
                    GError **error);
  void (*act) (ModscopeCall *call);
} ModscopeCallVerb;

/**
 * modscope_call_begin:
 * @setup: lives longer than the call
 * @verb: what to do
 * @invocation: (transfer full): the call on the bus
 *
 * Answers @invocation sooner or later.
 */
void modscope_call_begin (const ModscopeCallSetup *setup,
                          const ModscopeCallVerb *verb,
                          GDBusMethodInvocation *invocation);

/* For verbs, while they act: */

const ModscopeCallSetup *modscope_call_get_setup (ModscopeCall *self);

/** Returns: (transfer none): the tuple of in arguments */
GVariant *modscope_call_get_arguments (ModscopeCall *self);

/** Returns: (transfer none): the steps of the plan that was authorized */
GVariant *modscope_call_get_steps (ModscopeCall *self);

/** Returns: (transfer none): the caller's unique name on the bus */
const char *modscope_call_get_sender (ModscopeCall *self);

/** Returns: whose call it is */
uid_t modscope_call_get_user (ModscopeCall *self);

/** Ends the call well; @reply (transfer floating) is the tuple of out arguments. */
void modscope_call_return (ModscopeCall *self, GVariant *reply);

/** Ends the call with an error; @error is (transfer full). */
void modscope_call_fail (ModscopeCall *self, GError *error);

G_END_DECLS
