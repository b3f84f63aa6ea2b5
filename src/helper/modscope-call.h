/* The life of one call: plan, authorize, plan again and compare, act. What is planned and how it is
 * carried out is a ModscopeMethod, and none of them knows of permissions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/modscope-paths.h"
#include "helper/modscope-authority.h"
#include "helper/modscope-limits.h"
#include "system/modscope-device-change.h"

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
 * ModscopeCallPlan: what a call would do. All that comes of its arguments is here: behind the plan
 * nobody reads them again.
 * @action: polkit's action for it
 * @detail: name of the detail in the action's message
 * @shown: what a person reads there; what markup is made of is replaced before it is shown
 * @trial_seconds: for how long it is on trial, 0 for not at all
 * @orders: (nullable): for the worker
 * @back: (nullable): what puts them back
 * @module: (nullable): the module to load, folded
 * @device: (nullable): what becomes of which device
 * @rules: (nullable) (element-type ModscopeHistoryChange): the rules to write or to remove
 * @old_text: (nullable): what the file of rules must contain until then, %NULL for no file
 * @new_text: (nullable): what it is to contain
 */
typedef struct
{
  const char *action;
  const char *detail;
  char *shown;
  guint32 trial_seconds;
  GVariant *orders;
  GVariant *back;
  char *module;
  ModscopeDeviceChange *device;
  GPtrArray *rules;
  char *old_text;
  char *new_text;
} ModscopeCallPlan;

/** Takes the arguments of a call apart, checks them, and plans; called twice. Changes nothing. What
 * it has set in @plan is cleared by its caller, also when it fails. */
typedef gboolean ModscopePlanFunc (const ModscopeCallSetup *setup,
                                   GVariant *arguments,
                                   ModscopeCallPlan *plan,
                                   GError **error);

/**
 * ModscopeMethod: a method of the bus's.
 * @signal: the skeleton's signal for it
 * @plan: (nullable): for a method that needs permission
 * @act: carries out the plan of the call, which ends with modscope_call_return() or
 *   modscope_call_fail()
 * @reply: for modscope_act_on_kernel(), its out arguments: "(as)", "(asu)" or "(u)"
 * @history: (nullable): for the same, the verb under which the history keeps its modules
 * @puts_back: for the same, whether a half is undone, and not left
 * @keeps: without a plan, whether it keeps the change on trial, or puts it back
 */
typedef struct
{
  const char *signal;
  ModscopePlanFunc *plan;
  void (*act) (ModscopeCall *call);
  const char *reply;
  const char *history;
  gboolean puts_back;
  gboolean keeps;
} ModscopeMethod;

/**
 * modscope_call_plan_make:
 * @plan: (out caller-allocates): empty; to be cleared, also after an error
 * @method: the method, which has a plan
 * @setup: what all calls share
 * @arguments: the call's, of the method's type
 * @error: %MODSCOPE_HELPER_ERROR_LIMIT_EXCEEDED for what is longer than %MODSCOPE_CALL_SHOWN_MAX,
 *   or as the method has it
 *
 * Plans a call, with what is shown of it made safe to show. Blocks on the disk.
 */
gboolean modscope_call_plan_make (ModscopeCallPlan *plan,
                                  const ModscopeMethod *method,
                                  const ModscopeCallSetup *setup,
                                  GVariant *arguments,
                                  GError **error);

/** Frees what is in @plan. */
void modscope_call_plan_clear (ModscopeCallPlan *plan);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ModscopeCallPlan, modscope_call_plan_clear)

/**
 * ModscopeCall: what there is to know of it while it is carried out.
 * @sender: the caller's unique name on the bus
 * @user: whose call it is, as the bus says
 * @plan: what was authorized
 */
struct _ModscopeCall
{
  const ModscopeCallSetup *setup;
  const ModscopeMethod *method;
  const char *sender;
  uid_t user;
  ModscopeCallPlan plan;

  /* Of modscope-call.c alone. */
  GDBusMethodInvocation *invocation;
  ModscopeQuestion question;
  GCancellable *cancellable; /* cancelled when the caller leaves the bus */
  guint watch_id;
};

/**
 * modscope_call_begin:
 * @setup: lives longer than the call
 * @method: what to do
 * @invocation: (transfer full): the call on the bus
 *
 * Answers @invocation sooner or later.
 */
void modscope_call_begin (const ModscopeCallSetup *setup,
                          const ModscopeMethod *method,
                          GDBusMethodInvocation *invocation);

/** Ends the call well; @reply (transfer floating) is the tuple of out arguments. */
void modscope_call_return (ModscopeCall *self, GVariant *reply);

/** Ends the call with an error; @error is (transfer full). */
void modscope_call_fail (ModscopeCall *self, GError *error);

G_END_DECLS
