#include "machine/modscope-module.h"
