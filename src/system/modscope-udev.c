#include "system/modscope-udev.h"
