#include "machine/modscope-module-details.h"
