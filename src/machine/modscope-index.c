#include "machine/modscope-index.h"
