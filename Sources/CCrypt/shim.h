#ifndef OBE_CCRYPT_SHIM_H
#define OBE_CCRYPT_SHIM_H

#include <crypt.h>

#endif
