/* The hardware that a module claims: some claim thousands of devices, so the list is made when it
 * is looked at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define MODSCOPE_TYPE_ALIAS_GROUP (modscope_alias_group_get_type ())
G_DECLARE_FINAL_TYPE (
  ModscopeAliasGroup, modscope_alias_group, MODSCOPE, ALIAS_GROUP, AdwPreferencesGroup)

/** @aliases: (nullable): shows these; hides itself if there are none */
void modscope_alias_group_set_aliases (ModscopeAliasGroup *self, const char *const *aliases);

G_END_DECLS
