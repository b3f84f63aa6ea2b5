#include "system/modscope-kernel.h"
