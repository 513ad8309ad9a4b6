#ifndef DATACAP_DASHBOARD_H
#define DATACAP_DASHBOARD_H

#include <stddef.h>

/// One file of the dashboard, as compiled into the program. It lives as long as the program does.
struct dashboard_file {
    /// The path under which it is served, with its leading slash; the page itself is "/".
    const char *path;
    /// The value of its Content-Type header.
    const char *content_type;
    /// Its content, without a terminating zero.
    const unsigned char *bytes;
    /// The number of bytes of its content.
    size_t count;
};

/// Returns how many files there are.
size_t dashboard_count(void);

/// Returns a file by its index, or a null pointer from `dashboard_count()` on.
const struct dashboard_file *dashboard_at(size_t index);

#endif
