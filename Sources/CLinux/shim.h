#ifndef DATACAP_CLINUX_SHIM_H
#define DATACAP_CLINUX_SHIM_H

// The kernel's own calls that the Glibc module leaves out.
#include <linux/ethtool.h>
#include <linux/if_link.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>

// prctl(2) is variadic, which Swift can't call.
static inline int clinux_die_with_parent(int signal) { return prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0); }

// ioctl(2) is variadic, too, and keeps what it wants in a union. In Mbit/s; 0 where the interface doesn't say.
static inline unsigned clinux_link_speed(int socket, const char *interface) {
    struct ethtool_cmd settings = {.cmd = ETHTOOL_GSET};
    struct ifreq request = {.ifr_data = (char *)&settings};
    strncpy(request.ifr_name, interface, sizeof request.ifr_name - 1);
    if (ioctl(socket, SIOCETHTOOL, &request) != 0) {
        return 0;
    }
    unsigned speed = ethtool_cmd_speed(&settings);
    return speed == (unsigned)SPEED_UNKNOWN ? 0 : speed;
}

#endif
