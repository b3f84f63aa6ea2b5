/* What the pages of the window have in common: a list with its header bar and search, and beside
 * it, or on a screen of its own where there is no room, the details of one thing in it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ModscopePage: properties title (string), sidebar-shown and sidebar-folded (boolean: whether the
 * window's sidebar is on the screen, and whether it lies over the page).
 *
 * Actions: page.back, page.escape.
 */
#define MODSCOPE_TYPE_PAGE (modscope_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (ModscopePage, modscope_page, MODSCOPE, PAGE, GtkWidget)

/**
 * ModscopePageClass:
 * @layout_changed: it became narrow or wide, or the details came or went
 * @focus_list: moves the keyboard focus to the list
 * @focus_details: moves it to the first button of the details, which are on the screen
 * @search_changed: @text is searched for, "" for nothing
 * @make_details: makes the details, when they are needed first. They have boolean properties
 *   can-go-back and alone: whether they have the window to themselves
 * @go_back: whether it went back to what the details showed before
 * @details_closed: a person closed the details beside the list
 */
struct _ModscopePageClass
{
  GtkWidgetClass parent_class;

  void (*layout_changed) (ModscopePage *self);
  void (*focus_list) (ModscopePage *self);
  void (*focus_details) (ModscopePage *self);
  void (*search_changed) (ModscopePage *self, const char *text);
  GtkWidget *(*make_details) (ModscopePage *self);
  gboolean (*go_back) (ModscopePage *self);
  void (*details_closed) (ModscopePage *self);
};

/** @content: (transfer floating): the list */
void modscope_page_set_content (ModscopePage *self, GtkWidget *content);

/**
 * modscope_page_add_menu:
 * @self: the page
 * @icon_name: of its button, at the end of the header bar
 * @label: what it is, as a tooltip and for a screen reader
 * @make_menu: makes the menu or the popover, each time when it is opened
 * @user_data: for @make_menu; must live as long as @self
 *
 * Returns: (transfer none): the button
 */
GtkWidget *modscope_page_add_menu (ModscopePage *self,
                                   const char *icon_name,
                                   const char *label,
                                   GtkMenuButtonCreatePopupFunc make_menu,
                                   gpointer user_data);

/** @subtitle: (nullable): below the title */
void modscope_page_set_subtitle (ModscopePage *self, const char *subtitle);

/** @banner: (transfer floating) (nullable): a line below the header bar, in place of any other */
void modscope_page_set_banner (ModscopePage *self, GtkWidget *banner);

/* --- Details --- */

/** Returns: (transfer none): the details; made now if there are none yet */
GtkWidget *modscope_page_ensure_details (ModscopePage *self);

/** Returns: whether the details have a screen of their own; also before there are any */
gboolean modscope_page_is_narrow (ModscopePage *self);

/** Returns: whether a person sees the details now */
gboolean modscope_page_shows_details (ModscopePage *self);

/** @shown: whether the details are on the screen. Beside the list they do not take the focus. */
void modscope_page_show_details (ModscopePage *self, gboolean shown);

/** Goes back to the list, where the details have a screen of their own. */
void modscope_page_show_list (ModscopePage *self);

/** @can: whether the details have something to go back to beside the list */
void modscope_page_set_can_go_back (ModscopePage *self, gboolean can);

/* --- Search --- */

/**
 * modscope_page_add_search:
 * @self: the page
 * @label: what it is, for a screen reader: “Search modules”
 * @placeholder: what can be searched for
 * @key_capture: where keys that nothing else takes are pressed: they begin a search
 *
 * Makes the search, which the first frame can do without.
 */
void modscope_page_add_search (ModscopePage *self,
                               const char *label,
                               const char *placeholder,
                               GtkWidget *key_capture);

/** @allowed: whether there is anything to search; else its button is hidden */
void modscope_page_allow_search (ModscopePage *self, gboolean allowed);

/** Shows the search and moves the keyboard focus to it. */
void modscope_page_start_search (ModscopePage *self);

/** Empties the search. */
void modscope_page_clear_search (ModscopePage *self);

/** @captures: whether keys begin a search: of the page on the screen alone */
void modscope_page_set_captures_keys (ModscopePage *self, gboolean captures);

/** Moves the keyboard focus to the list. */
void modscope_page_focus_list (ModscopePage *self);

/** Moves the keyboard focus to the details, once they are on the screen: what was pressed to show
 * others goes with those before, and takes the focus with it. */
void modscope_page_focus_details (ModscopePage *self);

G_END_DECLS
