#include "system/modscope-live.h"
