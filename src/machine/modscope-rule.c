#include "machine/modscope-rule.h"
