#include "system/modscope-tables.h"
