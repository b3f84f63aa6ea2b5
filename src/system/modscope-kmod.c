#include "system/modscope-kmod.h"
