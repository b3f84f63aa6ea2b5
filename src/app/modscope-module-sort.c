/* The orders of the list of modules.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-module-sort.h"

#include "modscope-module-words.h"

/* The models pass their items without const. */
static ModscopeModule *
module_of (gconstpointer item)
{
  return (ModscopeModule *) item;
}

static int
by_name (gconstpointer a, gconstpointer b)
{
  return modscope_module_compare_names (module_of (a), module_of (b));
}

static int
largest_first (guint64 a, guint64 b)
{
  return (a < b) - (a > b);
}

static guint
count_devices (gconstpointer item)
{
  return g_strv_length ((GStrv) modscope_module_get_devices (module_of (item)));
}

/* Loaded modules stay together by name, whether in use at the moment or not. */
static int
get_status_rank (gconstpointer item)
{
  ModscopeStatus status = modscope_status_of (module_of (item));

  return status == MODSCOPE_STATUS_IN_USE ? MODSCOPE_STATUS_LOADED : (int) status;
}

int
modscope_module_sort_by_name (gconstpointer a, gconstpointer b, gpointer unused)
{
  return by_name (a, b);
}

int
modscope_module_sort_by_purpose (gconstpointer a, gconstpointer b, gpointer unused)
{
  int order = g_ascii_strcasecmp (modscope_module_get_purpose (module_of (a)),
                                  modscope_module_get_purpose (module_of (b)));

  return order != 0 ? order : by_name (a, b);
}

int
modscope_module_sort_by_status (gconstpointer a, gconstpointer b, gpointer unused)
{
  int order = get_status_rank (a) - get_status_rank (b);

  return order != 0 ? order : by_name (a, b);
}

int
modscope_module_sort_by_use_count (gconstpointer a, gconstpointer b, gpointer unused)
{
  int order =
    modscope_module_get_use_count (module_of (b)) - modscope_module_get_use_count (module_of (a));

  return order != 0 ? order : by_name (a, b);
}

int
modscope_module_sort_by_memory (gconstpointer a, gconstpointer b, gpointer unused)
{
  int order = largest_first (modscope_module_get_size_bytes (module_of (a)),
                             modscope_module_get_size_bytes (module_of (b)));

  return order != 0 ? order : by_name (a, b);
}

int
modscope_module_sort_by_devices (gconstpointer a, gconstpointer b, gpointer unused)
{
  int order = largest_first (count_devices (a), count_devices (b));

  return order != 0 ? order : by_name (a, b);
}
