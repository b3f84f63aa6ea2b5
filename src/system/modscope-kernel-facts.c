#include "system/modscope-kernel-facts.h"
