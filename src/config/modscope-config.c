#include "config/modscope-config.h"
