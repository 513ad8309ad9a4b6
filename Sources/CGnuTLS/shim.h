#ifndef DATACAP_CGNUTLS_SHIM_H
#define DATACAP_CGNUTLS_SHIM_H

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

// gnutls_free is a mutable global function pointer, which Swift's concurrency checks refuse.
static inline void cgnutls_free(void *memory) { gnutls_free(memory); }

#endif
