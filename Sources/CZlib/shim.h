#ifndef DATACAP_CZLIB_SHIM_H
#define DATACAP_CZLIB_SHIM_H

#include <zlib.h>

#endif
