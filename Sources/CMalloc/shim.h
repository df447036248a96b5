#ifndef OBE_CMALLOC_SHIM_H
#define OBE_CMALLOC_SHIM_H

// mallopt(3) and malloc_trim(3), which the Glibc module leaves out.
#include <malloc.h>

#endif
