/* The JSON writer: what it writes is read back by json-glib, or compared byte by byte.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>
#include <string.h>

#include "machine/modscope-json.h"

static ModscopeJson *
begin (GOutputStream **stream)
{
  *stream = g_memory_output_stream_new_resizable ();
  return modscope_json_new (*stream);
}

static char *
finish (ModscopeJson *json, GOutputStream *stream)
{
  g_autoptr (GError) error = NULL;
  char *text;

  modscope_json_finish (json, &error);
  g_assert_no_error (error);
  g_output_stream_close (stream, NULL, &error);
  g_assert_no_error (error);
  text = g_strndup (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (stream)),
                    g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (stream)));
  g_object_unref (stream);
  return text;
}

static void
test_structure (void)
{
  static const char *const words[] = { "a", "b", NULL };
  static const char *const none[] = { NULL };
  GOutputStream *stream;
  ModscopeJson *json = begin (&stream);
  g_autofree char *text = NULL;

  modscope_json_begin_object (json, NULL);
  modscope_json_string (json, "s", "x");
  modscope_json_string (json, "n", NULL);
  modscope_json_int (json, "i", G_MININT64);
  modscope_json_begin_array (json, "list");
  modscope_json_begin_object (json, NULL);
  modscope_json_end_object (json);
  modscope_json_begin_object (json, NULL);
  modscope_json_tri (json, "y", MODSCOPE_TRI_YES);
  modscope_json_tri (json, "n", MODSCOPE_TRI_NO);
  modscope_json_tri (json, "u", MODSCOPE_TRI_UNKNOWN);
  modscope_json_end_object (json);
  modscope_json_end_array (json);
  modscope_json_strings (json, "words", words);
  modscope_json_strings (json, "none", none);
  modscope_json_strings (json, "unknown", NULL);
  modscope_json_null (json, "null");
  modscope_json_end_object (json);
  text = finish (json, stream);
  g_assert_cmpstr (text, ==,
                   "{\"s\":\"x\",\"n\":null,\"i\":-9223372036854775808,"
                   "\"list\":[{},{\"y\":true,\"n\":false,\"u\":null}],"
                   "\"words\":[\"a\",\"b\"],\"none\":[],\"unknown\":null,\"null\":null}\n");
}

static void
assert_written (const char *value, const char *expected)
{
  GOutputStream *stream;
  ModscopeJson *json = begin (&stream);
  g_autofree char *text = NULL;

  modscope_json_string (json, NULL, value);
  text = finish (json, stream);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_escapes (void)
{
  assert_written ("", "\"\"\n");
  assert_written ("a\"b\\c", "\"a\\\"b\\\\c\"\n");
  assert_written ("\n\t\r\b\f", "\"\\n\\t\\u000d\\u0008\\u000c\"\n");
  assert_written ("\001\033[31m\037\177", "\"\\u0001\\u001b[31m\\u001f\177\"\n");
  assert_written ("a/b", "\"a/b\"\n");
  /* U+2028 and what lies beyond the first plane are plain text in JSON. */
  assert_written ("\342\200\250\360\237\220\247", "\"\342\200\250\360\237\220\247\"\n");
}

static void
test_keys_are_escaped (void)
{
  GOutputStream *stream;
  ModscopeJson *json = begin (&stream);
  g_autofree char *text = NULL;

  modscope_json_begin_object (json, NULL);
  modscope_json_int (json, "a\"\n", 1);
  modscope_json_end_object (json);
  text = finish (json, stream);
  g_assert_cmpstr (text, ==, "{\"a\\\"\\n\":1}\n");
}

static void
test_invalid_text (void)
{
  assert_written ("L\351o", "\"L\303\251o\"\n");
}

/* Every character survives the way through a reader that is not ours. */
static void
test_round_trip (void)
{
  g_autoptr (GString) all = g_string_new (NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  GOutputStream *stream;
  ModscopeJson *json = begin (&stream);

  for (gunichar c = 1; c < 0x3000; c++)
    g_string_append_unichar (all, c);
  modscope_json_begin_array (json, NULL);
  for (int i = 0; i < 10; i++)
    modscope_json_string (json, NULL, all->str);
  modscope_json_end_array (json);
  text = finish (json, stream);
  json_parser_load_from_data (parser, text, -1, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 10; i++)
    g_assert_cmpstr (
      json_array_get_string_element (json_node_get_array (json_parser_get_root (parser)), i), ==,
      all->str);
}

static void
test_first_error_is_told (void)
{
  char buffer[16];
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new (buffer, sizeof buffer, NULL, NULL);
  g_autoptr (GError) error = NULL;
  ModscopeJson *json = modscope_json_new (stream);

  modscope_json_begin_array (json, NULL);
  for (int i = 0; i < 100000; i++)
    modscope_json_int (json, NULL, i);
  modscope_json_end_array (json);
  g_assert_false (modscope_json_finish (json, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/structure", test_structure);
  g_test_add_func ("/json/escapes", test_escapes);
  g_test_add_func ("/json/keys-are-escaped", test_keys_are_escaped);
  g_test_add_func ("/json/invalid-text", test_invalid_text);
  g_test_add_func ("/json/round-trip", test_round_trip);
  g_test_add_func ("/json/first-error-is-told", test_first_error_is_told);
  return g_test_run ();
}
