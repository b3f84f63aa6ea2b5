/* Preloaded into a GTK program, measures its first window from inside, the program itself being the
 * one that people run. Prints "KEY VALUE" lines; times are in microseconds.
 *
 * $BENCH_START   CLOCK_MONOTONIC in nanoseconds when the program was started
 * $BENCH_UNTIL   what to measure before the program is ended: "frame" (the first frame), "rows"
 *                (all rows of its table, memory) or "search" (a key in its search entry)
 * $BENCH_IDLE    with "rows": seconds to watch for wake-ups after that
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <dlfcn.h>
#include <gtk/gtk.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* Nothing has changed for this long: the program has settled. */
#define SETTLED_MS 1500

static gint64 start_us;
static const char *until;

static gint64 woke_us;    /* when the main loop last came back from waiting */
static gint64 longest_us; /* longest time without waiting since reset_stalls () */
static guint wake_ups;

static GtkWidget *window;
static gint64 first_frame_us;
static gint64 last_rows_us;
static guint settle_source;

__attribute__ ((constructor)) static void initialize (void);

static gint64
now (void)
{
  return g_get_monotonic_time ();
}

static void
report (const char *key, gint64 value)
{
  printf ("%s %" G_GINT64_FORMAT "\n", key, value);
}

static void
finish (void)
{
  fflush (stdout);
  _exit (EXIT_SUCCESS);
}

/* Stands in for poll() in the main loop: what lies between two calls of it is a stall. */
static int
measuring_poll (GPollFD *fds, guint n_fds, int timeout)
{
  int n_ready;

  if (woke_us > 0)
    longest_us = MAX (longest_us, now () - woke_us);
  n_ready = g_poll (fds, n_fds, timeout);
  woke_us = now ();
  /* One that did not wait is no wake-up. */
  if (timeout != 0)
    wake_ups++;
  return n_ready;
}

static void
reset_stalls (void)
{
  longest_us = 0;
  woke_us = now ();
}

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GListModel *
get_rows (void)
{
  GtkWidget *table = find (window, GTK_TYPE_COLUMN_VIEW);

  return table == NULL ? NULL : G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (table)));
}

static guint
count_rows (void)
{
  GListModel *rows = get_rows ();

  return rows != NULL ? g_list_model_get_n_items (rows) : 0;
}

/* Private memory in KiB, of proc(5), smaps_rollup. */
static gint64
private_memory (void)
{
  g_autofree char *text = NULL;
  gint64 sum = 0;

  g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL);
  for (const char *line = text; line != NULL; line = strchr (line, '\n'), line += line != NULL)
    if (g_str_has_prefix (line, "Private_"))
      sum += g_ascii_strtoll (strchr (line, ':') + 1, NULL, 10);
  return sum;
}

static gint64
processor_us (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * G_USEC_PER_SEC + usage.ru_utime.tv_usec +
         usage.ru_stime.tv_usec;
}

static gint64 idle_began_us;
static guint idle_began_wake_ups;

static gboolean
idle_over_cb (gpointer data)
{
  /* One of them is this. */
  report ("idle-wake-ups", wake_ups - idle_began_wake_ups - 1);
  report ("idle-processor", processor_us () - idle_began_us);
  finish ();
  return G_SOURCE_REMOVE;
}

static void
rows_settled (void)
{
  const char *idle = g_getenv ("BENCH_IDLE");

  report ("rows", count_rows ());
  report ("all-rows", MAX (last_rows_us - first_frame_us, 0));
  report ("longest-stall", longest_us);
  report ("private-memory", private_memory ());
  if (idle == NULL)
    finish ();
  idle_began_us = processor_us ();
  idle_began_wake_ups = wake_ups;
  g_timeout_add_seconds (atoi (idle), idle_over_cb, NULL);
}

static gint64 typed_us;
static gint64 filtered_us;

static void
filtered_cb (GListModel *rows, guint position, guint removed, guint added, gpointer data)
{
  if (filtered_us == 0)
    filtered_us = now ();
}

static void
painted_cb (GdkFrameClock *clock, gpointer data)
{
  if (filtered_us == 0)
    return;
  report ("search-painted", now () - typed_us);
  report ("search-rows", count_rows ());
  finish ();
}

/* As if a person pressed a key with the search entry focused. */
static void
type_a_key (void)
{
  GtkWidget *entry = find (window, GTK_TYPE_SEARCH_ENTRY);
  int position = 0;

  g_signal_connect (get_rows (), "items-changed", G_CALLBACK (filtered_cb), NULL);
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (painted_cb),
                    NULL);
  gtk_widget_grab_focus (entry);
  typed_us = now ();
  gtk_editable_insert_text (GTK_EDITABLE (entry), "w", 1, &position);
}

static gboolean
settled_cb (gpointer data)
{
  settle_source = 0;
  if (g_str_equal (until, "search"))
    type_a_key ();
  else
    rows_settled ();
  return G_SOURCE_REMOVE;
}

static void
rows_changed_cb (GListModel *rows, guint position, guint removed, guint added, gpointer data)
{
  last_rows_us = now ();
  g_clear_handle_id (&settle_source, g_source_remove);
  settle_source = g_timeout_add (SETTLED_MS, settled_cb, NULL);
}

static void
first_frame_cb (GdkFrameClock *clock, gpointer data)
{
  GListModel *rows;

  g_signal_handlers_disconnect_by_func (clock, first_frame_cb, data);
  first_frame_us = now ();
  report ("first-frame", first_frame_us - start_us);
  report ("first-rows", count_rows ());
  if (g_str_equal (until, "frame"))
    finish ();
  reset_stalls ();
  rows = get_rows ();
  if (rows != NULL)
    g_signal_connect (rows, "items-changed", G_CALLBACK (rows_changed_cb), NULL);
  settle_source = g_timeout_add (SETTLED_MS, settled_cb, NULL);
}

/* Called by the program in place of GTK's own. */
void
gtk_window_present (GtkWindow *presented)
{
  void (*real) (GtkWindow *) = dlsym (RTLD_NEXT, "gtk_window_present");

  if (window == NULL)
    {
      window = GTK_WIDGET (presented);
      gtk_widget_realize (window);
      g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint",
                        G_CALLBACK (first_frame_cb), NULL);
    }
  real (presented);
}

static void
initialize (void)
{
  const char *start = g_getenv ("BENCH_START");

  until = g_getenv ("BENCH_UNTIL");
  if (start == NULL || until == NULL)
    return;
  start_us = g_ascii_strtoll (start, NULL, 10) / 1000;
  g_main_context_set_poll_func (NULL, measuring_poll);
}
