/* System calls that fail, or before which something happens, in the code under test. A program that
 * uses this depends on faults_dep, which makes the linker hand the calls here; those of shared
 * libraries are left alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * TestFault:
 * @call: the call that is about to be made, "fsync"
 * @data: as given
 *
 * Returns: an errno that the call is to fail with, or 0 to let it be made
 */
typedef int (*TestFault) (const char *call, gpointer data);

/** From now on, asks @fault before each open, openat, fstat, fstatat, read, write, fchmod, fsync,
 *  ftruncate, close, renameat and unlinkat. */
void test_faults_begin (TestFault fault, gpointer data);
void test_faults_end (void);

/** The longest piece that one write takes, in bytes; 0 for no limit. */
void test_faults_set_write_max (gsize size);
