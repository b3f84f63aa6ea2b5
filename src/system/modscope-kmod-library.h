/* libkmod itself, opened when it is needed. For src/system/modscope-kmod* alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libkmod.h>

G_BEGIN_DECLS

/* What is used of it. */
#define MODSCOPE_KMOD_FUNCTIONS(FUNCTION)                                                          \
  FUNCTION (kmod_config_get_aliases)                                                               \
  FUNCTION (kmod_config_get_blacklists)                                                            \
  FUNCTION (kmod_config_get_install_commands)                                                      \
  FUNCTION (kmod_config_get_remove_commands)                                                       \
  FUNCTION (kmod_config_get_softdeps)                                                              \
  FUNCTION (kmod_config_iter_free_iter)                                                            \
  FUNCTION (kmod_config_iter_get_key)                                                              \
  FUNCTION (kmod_config_iter_get_value)                                                            \
  FUNCTION (kmod_config_iter_next)                                                                 \
  FUNCTION (kmod_list_next)                                                                        \
  FUNCTION (kmod_load_resources)                                                                   \
  FUNCTION (kmod_module_get_info)                                                                  \
  FUNCTION (kmod_module_get_initstate)                                                             \
  FUNCTION (kmod_module_get_install_commands)                                                      \
  FUNCTION (kmod_module_get_module)                                                                \
  FUNCTION (kmod_module_get_name)                                                                  \
  FUNCTION (kmod_module_get_options)                                                               \
  FUNCTION (kmod_module_get_path)                                                                  \
  FUNCTION (kmod_module_info_free_list)                                                            \
  FUNCTION (kmod_module_info_get_key)                                                              \
  FUNCTION (kmod_module_info_get_value)                                                            \
  FUNCTION (kmod_module_insert_module)                                                             \
  FUNCTION (kmod_module_new_from_lookup)                                                           \
  FUNCTION (kmod_module_new_from_name)                                                             \
  FUNCTION (kmod_module_new_from_path)                                                             \
  FUNCTION (kmod_module_probe_insert_module)                                                       \
  FUNCTION (kmod_module_remove_module)                                                             \
  FUNCTION (kmod_module_unref)                                                                     \
  FUNCTION (kmod_module_unref_list)                                                                \
  FUNCTION (kmod_new)                                                                              \
  FUNCTION (kmod_set_log_fn)                                                                       \
  FUNCTION (kmod_unload_resources)                                                                 \
  FUNCTION (kmod_unref)

#define MODSCOPE_KMOD_MEMBER(name) typeof (name) *name;

/** ModscopeKmodLibrary: libkmod's functions under their own names. */
typedef struct
{
  MODSCOPE_KMOD_FUNCTIONS (MODSCOPE_KMOD_MEMBER)
} ModscopeKmodLibrary;

/** They may be called once modscope_kmod_library_open() has returned %TRUE. */
extern ModscopeKmodLibrary libkmod;

/**
 * modscope_kmod_library_open:
 * @error: %MODSCOPE_ERROR_FAILED with the reason
 *
 * libkmod comes with libcrypto, for which each start of a program would wait 2 ms: it is opened in
 * the thread that needs it first, and stays open as any library. Any thread.
 *
 * Returns: whether it is open
 */
gboolean modscope_kmod_library_open (GError **error);

G_END_DECLS
