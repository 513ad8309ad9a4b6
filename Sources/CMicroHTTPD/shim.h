#ifndef DATACAP_CMICROHTTPD_SHIM_H
#define DATACAP_CMICROHTTPD_SHIM_H

#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/types.h>

#include <microhttpd.h>

// Swift can't see macros that hold a cast.
static const uint64_t cmhd_size_unknown = MHD_SIZE_UNKNOWN;
static const ssize_t cmhd_end_of_stream = MHD_CONTENT_READER_END_OF_STREAM;
static const ssize_t cmhd_end_with_error = MHD_CONTENT_READER_END_WITH_ERROR;

// MHD_start_daemon() is variadic; the options travel in the array form it offers.
static inline struct MHD_Daemon *cmhd_start(
    unsigned int flags, uint16_t port, MHD_AccessHandlerCallback handler, void *context,
    const struct MHD_OptionItem *options
) {
    return MHD_start_daemon(flags, port, NULL, NULL, handler, context, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
}

// MHD_get_connection_info() is variadic.
static inline const struct sockaddr *cmhd_client_address(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *found = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    return found ? found->client_addr : NULL;
}

// MHD_upgrade_action() is variadic.
static inline enum MHD_Result cmhd_upgrade_close(struct MHD_UpgradeResponseHandle *handle) {
    return MHD_upgrade_action(handle, MHD_UPGRADE_ACTION_CLOSE);
}

// A logger of MHD's takes a va_list, which no Swift function can: this one hands on the finished line.
struct cmhd_log {
    void (*take_line)(void *context, const char *line);
    void *context;
};

static inline void cmhd_format_line(void *log, const char *format, va_list arguments) {
    const struct cmhd_log *target = (const struct cmhd_log *)log;
    char line[512];
    if (vsnprintf(line, sizeof line, format, arguments) >= 0) target->take_line(target->context, line);
}

// The log must outlive the daemon.
static inline struct MHD_OptionItem cmhd_log_option(struct cmhd_log *log) {
    struct MHD_OptionItem option = {MHD_OPTION_EXTERNAL_LOGGER, (intptr_t)cmhd_format_line, log};
    return option;
}

#endif
