#include "system/modscope-modinfo.h"
