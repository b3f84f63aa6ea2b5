/* A titled group of rows that shows a few of many, and the others when asked to.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/** ModscopeRowGroup: properties limit (uint: how many rows are shown unasked) and counted (boolean:
 *  whether their number is told). Hidden while empty. */
#define MODSCOPE_TYPE_ROW_GROUP (modscope_row_group_get_type ())
G_DECLARE_FINAL_TYPE (
  ModscopeRowGroup, modscope_row_group, MODSCOPE, ROW_GROUP, AdwPreferencesGroup)

/**
 * ModscopeRowMaker:
 * @index: which row, from 0
 * @user_data: as given
 *
 * Returns: (transfer floating): the row
 */
typedef GtkWidget *(*ModscopeRowMaker) (guint index, gpointer user_data);

/**
 * modscope_row_group_fill:
 * @self: the group
 * @n_rows: how many rows there are
 * @maker: makes them, when they are shown
 * @user_data: for @maker
 * @destroy: (nullable): frees @user_data, when the group is filled again or goes
 *
 * Replaces all rows.
 */
void modscope_row_group_fill (ModscopeRowGroup *self,
                              guint n_rows,
                              ModscopeRowMaker maker,
                              gpointer user_data,
                              GDestroyNotify destroy);

/** Empties and hides the group. */
void modscope_row_group_clear (ModscopeRowGroup *self);

G_END_DECLS
