#include "machine/modscope-purpose.h"
