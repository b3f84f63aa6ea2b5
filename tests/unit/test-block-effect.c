/* Whether a rule that blocks is in effect, and that in words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "config/modscope-block-effect.h"

/* What is said of it, where the lines of "/etc/modprobe.d/x.conf" are these. */
static void
assert_effect (const ModscopeBlockFacts *facts,
               const char *text,
               ModscopeBlocked wanted,
               const char *expected)
{
  g_autoptr (GPtrArray) lines =
    modscope_config_parse_modprobe (text, strlen (text), "/etc/modprobe.d/x.conf");
  g_autofree char *reason = modscope_block_effect_judge (facts, lines, "snd", wanted);

  g_assert_cmpstr (reason, ==, expected);
}

static void
test_judge (void)
{
  const ModscopeBlockFacts good = { .exists = TRUE, .readable = TRUE, .planned = TRUE };
  ModscopeBlockFacts facts;

  assert_effect (&good, "", MODSCOPE_BLOCKED_NO, "");
  assert_effect (&good, "x\nblacklist snd\ninstall snd /bin/false\n", MODSCOPE_BLOCKED_NO,
                 "blocked-by-rule: still, by /etc/modprobe.d/x.conf:2, /etc/modprobe.d/x.conf:3");
  facts = good;
  facts.builtin = TRUE;
  assert_effect (&facts, "", MODSCOPE_BLOCKED_ALWAYS,
                 "block-not-effective: it is part of the kernel itself");
  facts = good;
  facts.readable = FALSE;
  assert_effect (&facts, "", MODSCOPE_BLOCKED_AUTOLOAD,
                 "block-not-effective: modprobe cannot read its settings");
}

static void
test_autoload (void)
{
  const ModscopeBlockFacts good = { .exists = TRUE, .readable = TRUE };
  ModscopeBlockFacts facts = good;

  assert_effect (&good, "blacklist snd\n", MODSCOPE_BLOCKED_AUTOLOAD, "");
  facts.loads_by_itself = TRUE;
  assert_effect (&facts, "blacklist snd\n", MODSCOPE_BLOCKED_AUTOLOAD,
                 "block-not-effective: modprobe does not know of the rule");
  facts = good;
  facts.user = (char *) "snd_timer";
  assert_effect (&facts, "blacklist snd\n", MODSCOPE_BLOCKED_AUTOLOAD,
                 "block-not-effective: only other modules load it, as does snd_timer");
  facts = good;
  facts.holder = (char *) "snd_hda_intel";
  assert_effect (&facts, "blacklist snd\n", MODSCOPE_BLOCKED_AUTOLOAD,
                 "block-not-effective: snd_hda_intel needs it, and loads it");
  assert_effect (&good, "blacklist snd\nsoftdep e1000 pre: snd\n", MODSCOPE_BLOCKED_AUTOLOAD,
                 "block-not-effective: /etc/modprobe.d/x.conf:2 loads it with another module");
}

static void
test_always (void)
{
  ModscopeBlockFacts facts = { .exists = TRUE, .readable = TRUE };

  assert_effect (&facts, "", MODSCOPE_BLOCKED_ALWAYS,
                 "block-not-effective: modprobe cannot say what it would do");
  facts.planned = TRUE;
  assert_effect (&facts, "", MODSCOPE_BLOCKED_ALWAYS,
                 "block-not-effective: its module file names modules to load with it");
  assert_effect (&facts, "softdep snd pre: a\n", MODSCOPE_BLOCKED_ALWAYS,
                 "block-not-effective: /etc/modprobe.d/x.conf:1 comes first");
  facts.install_command = (char *) "/bin/true2";
  assert_effect (&facts, "\ninstall s* /bin/true2\n", MODSCOPE_BLOCKED_ALWAYS,
                 "block-not-effective: /etc/modprobe.d/x.conf:2 comes first");
  facts.install_command = (char *) "/bin/false";
  assert_effect (&facts, "install snd /bin/false\n", MODSCOPE_BLOCKED_ALWAYS, "");
}

/* In a test's language a sentence is what it was, without its code; also one of another version. */
static void
test_translate (void)
{
  static const char *const reasons[] = {
    "block-not-effective: it is part of the kernel itself",
    "block-not-effective: only other modules load it, as does snd_timer",
    "block-not-effective: snd_timer needs it, and loads it",
    "blocked-by-rule: still, by /etc/modprobe.d/a: b.conf:2",
    "block-not-effective: /etc/modprobe.d/%s.conf:1 comes first",
    "some-code: something that nobody has heard of",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      g_autofree char *text = modscope_block_effect_translate (reasons[i]);

      g_assert_cmpstr (text, ==, strstr (reasons[i], ": ") + 2);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/block-effect/judge", test_judge);
  g_test_add_func ("/block-effect/autoload", test_autoload);
  g_test_add_func ("/block-effect/always", test_always);
  g_test_add_func ("/block-effect/translate", test_translate);
  return g_test_run ();
}
