#ifndef DATACAP_CWSLAY_SHIM_H
#define DATACAP_CWSLAY_SHIM_H

#include <sys/types.h>

#include <wslay/wslay.h>

#endif
