#ifndef DATACAP_CNETTLE_SHIM_H
#define DATACAP_CNETTLE_SHIM_H

#include <nettle/sha2.h>

#endif
