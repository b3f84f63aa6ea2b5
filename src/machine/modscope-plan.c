#include "machine/modscope-plan.h"
