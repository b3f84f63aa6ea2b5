#include "machine/modscope-json.h"
