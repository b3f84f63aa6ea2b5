/* A finding as JSON.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/modscope-finding-json.h"

static void
put_evidence (ModscopeJson *json, const ModscopeEvidence *evidence)
{
  modscope_json_begin_object (json, NULL);
  modscope_json_string (json, "source", evidence->source);
  if (evidence->line > 0)
    modscope_json_int (json, "line", evidence->line);
  else
    modscope_json_null (json, "line");
  modscope_json_string (json, "text", evidence->text);
  modscope_json_end_object (json);
}

static void
put_fix (ModscopeJson *json, const ModscopeFix *fix)
{
  modscope_json_begin_object (json, NULL);
  modscope_json_string (json, "text", fix->text);
  if (fix->verb != NULL)
    {
      modscope_json_begin_object (json, "action");
      modscope_json_string (json, "verb", fix->verb);
      modscope_json_strings (json, "arguments", (const char *const *) fix->arguments);
      modscope_json_end_object (json);
    }
  else
    modscope_json_null (json, "action");
  modscope_json_end_object (json);
}

void
modscope_json_finding (ModscopeJson *json, const char *key, const ModscopeFinding *finding)
{
  if (finding == NULL)
    {
      modscope_json_null (json, key);
      return;
    }
  modscope_json_begin_object (json, key);
  modscope_json_string (json, "code", finding->code);
  modscope_json_string (json, "severity", modscope_severity_to_string (finding->severity));
  modscope_json_begin_object (json, "subject");
  modscope_json_string (json, "type", finding->subject_type);
  modscope_json_string (json, "id", finding->subject_id);
  modscope_json_end_object (json);
  modscope_json_string (json, "title", finding->title);
  modscope_json_string (json, "explanation", finding->explanation);
  modscope_json_begin_array (json, "evidence");
  for (guint i = 0; i < finding->evidence->len; i++)
    put_evidence (json, g_ptr_array_index (finding->evidence, i));
  modscope_json_end_array (json);
  modscope_json_begin_array (json, "fixes");
  for (guint i = 0; i < finding->fixes->len; i++)
    put_fix (json, g_ptr_array_index (finding->fixes, i));
  modscope_json_end_array (json);
  modscope_json_end_object (json);
}
