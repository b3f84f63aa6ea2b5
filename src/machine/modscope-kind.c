#include "machine/modscope-kind.h"
