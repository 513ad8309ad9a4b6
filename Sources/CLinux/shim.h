#ifndef DATACAP_CLINUX_SHIM_H
#define DATACAP_CLINUX_SHIM_H

// The kernel's own calls that the Glibc module leaves out.
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>

// prctl(2) is variadic, which Swift can't call.
static inline int clinux_die_with_parent(int signal) { return prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0); }

#endif
