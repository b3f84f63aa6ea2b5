/* What a person sits at: displays that show something, keyboards, pointers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "system/modscope-critical-private.h"

/* include/uapi/linux/input-event-codes.h */
#define EVENT_RELATIVE 0x02
#define EVENT_ABSOLUTE 0x03
#define AXIS_X 0x00
#define AXIS_Y 0x01
#define KEY_FIRST                                                                                  \
  1 /* Escape, digits, and letters up to S: what udev, too, takes for a keyboard                   \
     */
#define KEY_LAST 31
#define BUTTON_LEFT 0x110
#define BUTTON_TOUCH 0x14a

/* --- Displays --- */

/* "card0-HDMI-A-1" is a connector (drivers/gpu/drm/drm_sysfs.c). */
static void
add_connectors (ModscopeCritical *self, const char *all, const char *name)
{
  g_autofree char *folder = g_build_filename (all, name, NULL);
  g_autofree char *status = modscope_critical_read_line (folder, "status");
  g_autofree char *enabled = modscope_critical_read_line (folder, "enabled");

  if (g_str_has_prefix (name, "card") && strchr (name, '-') != NULL &&
      strcmp (status, "connected") == 0 && strcmp (enabled, "enabled") == 0)
    modscope_critical_follow (self, modscope_critical_add_leg (self, MODSCOPE_CRITICAL_DISPLAY),
                              folder);
}

/* A picture without a graphics driver is in a frame buffer of the firmware's. */
static void
add_frame_buffer (ModscopeCritical *self, const char *all, const char *name)
{
  g_autofree char *device = g_build_filename (all, name, "device", NULL);

  if (g_str_has_prefix (name, "fb") && g_file_test (device, G_FILE_TEST_EXISTS))
    modscope_critical_follow (self, modscope_critical_add_leg (self, MODSCOPE_CRITICAL_DISPLAY),
                              device);
}

static void
for_each (ModscopeCritical *self,
          const char *class,
          void (*function) (ModscopeCritical *self, const char *all, const char *name))
{
  g_autofree char *all = modscope_paths_build (self->paths, class);
  g_autoptr (GDir) dir = g_dir_open (all, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    function (self, all, name);
}

void
modscope_critical_read_displays (ModscopeCritical *self)
{
  guint first = self->legs->len;

  for_each (self, "/sys/class/drm", add_connectors);
  if (self->legs->len == first)
    for_each (self, "/sys/class/graphics", add_frame_buffer);
}

/* --- Input --- */

/* Sets of bits as longs in hexadecimal, the highest first (input_print_bitmap() in
 * drivers/input/input.c). */
static gboolean
has_bit (const char *set, guint bit)
{
  g_auto (GStrv) words = g_strsplit (set, " ", -1);
  guint count = g_strv_length (words);
  guint size = 8 * (guint) sizeof (long);
  guint64 word;

  if (bit / size >= count)
    return FALSE;
  word = g_ascii_strtoull (words[count - 1 - bit / size], NULL, 16);
  return (word >> (bit % size) & 1) != 0;
}

static gboolean
is_keyboard (const char *keys)
{
  for (guint key = KEY_FIRST; key <= KEY_LAST; key++)
    if (!has_bit (keys, key))
      return FALSE;
  return TRUE;
}

static gboolean
is_pointer (const char *folder, const char *keys)
{
  g_autofree char *events = modscope_critical_read_line (folder, "capabilities/ev");
  g_autofree char *relative = modscope_critical_read_line (folder, "capabilities/rel");
  g_autofree char *absolute = modscope_critical_read_line (folder, "capabilities/abs");

  if (has_bit (events, EVENT_RELATIVE) && has_bit (relative, AXIS_X) && has_bit (relative, AXIS_Y))
    return has_bit (keys, BUTTON_LEFT);
  return has_bit (events, EVENT_ABSOLUTE) && has_bit (absolute, AXIS_X) &&
         has_bit (absolute, AXIS_Y) &&
         (has_bit (keys, BUTTON_LEFT) || has_bit (keys, BUTTON_TOUCH));
}

/* Those of one kind stand in for each other. */
static void
read_kind (ModscopeCritical *self, gboolean wants_keyboards)
{
  g_autofree char *all = modscope_paths_build (self->paths, "/sys/class/input");
  g_autoptr (GDir) dir = g_dir_open (all, 0, NULL);
  const ModscopeCriticalLeg *first = NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *folder = g_build_filename (all, name, NULL);
      g_autofree char *keys = modscope_critical_read_line (folder, "capabilities/key");
      g_autofree char *real = realpath (folder, NULL);
      ModscopeCriticalLeg *leg;

      /* What a program made is nobody's keyboard. */
      if (!g_str_has_prefix (name, "input") || real == NULL ||
          strstr (real, "/devices/virtual/") != NULL ||
          !(wants_keyboards ? is_keyboard (keys) : is_pointer (folder, keys)))
        continue;
      leg = modscope_critical_add_leg (self, MODSCOPE_CRITICAL_INPUT);
      modscope_critical_follow (self, leg, real);
      if (first == NULL)
        first = leg;
      leg->group = first->group;
    }
}

void
modscope_critical_read_inputs (ModscopeCritical *self)
{
  read_kind (self, TRUE);
  read_kind (self, FALSE);
}
