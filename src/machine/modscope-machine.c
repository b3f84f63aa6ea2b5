#include "machine/modscope-machine.h"
