#ifndef DATACAP_CCURL_SHIM_H
#define DATACAP_CCURL_SHIM_H

#include <curl/curl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <sys/socket.h>

// Swift can't call C variadics, so each type of argument gets one door. No state and no logic belongs here.

typedef size_t (*ccurl_write_callback)(char *bytes, size_t size, size_t count, void *context);
typedef size_t (*ccurl_read_callback)(char *bytes, size_t size, size_t count, void *context);
typedef int (*ccurl_sockopt_callback)(void *context, curl_socket_t socket, curlsocktype purpose);
typedef int (*ccurl_closesocket_callback)(void *context, curl_socket_t socket);

static inline CURLcode ccurl_easy_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_easy_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_easy_set_string(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_easy_set_pointer(CURL *easy, CURLoption option, void *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_easy_set_write(CURL *easy, ccurl_write_callback callback, void *context) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, callback);
    return code == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_WRITEDATA, context) : code;
}

static inline CURLcode ccurl_easy_set_header(CURL *easy, ccurl_write_callback callback, void *context) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, callback);
    return code == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_HEADERDATA, context) : code;
}

static inline CURLcode ccurl_easy_set_read(CURL *easy, ccurl_read_callback callback, void *context) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_READFUNCTION, callback);
    return code == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_READDATA, context) : code;
}

static inline CURLcode ccurl_easy_set_sockopt(CURL *easy, ccurl_sockopt_callback callback, void *context) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, callback);
    return code == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_SOCKOPTDATA, context) : code;
}

static inline CURLcode ccurl_easy_set_closesocket(CURL *easy, ccurl_closesocket_callback callback, void *context) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, callback);
    return code == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, context) : code;
}

static inline CURLcode ccurl_easy_get_long(CURL *easy, CURLINFO info, long *value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode ccurl_easy_get_offset(CURL *easy, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode ccurl_easy_get_string(CURL *easy, CURLINFO info, char **value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

static inline CURLMcode ccurl_multi_set_socket(CURLM *multi, curl_socket_callback callback, void *context) {
    CURLMcode code = curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, callback);
    return code == CURLM_OK ? curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, context) : code;
}

static inline CURLMcode ccurl_multi_set_timer(CURLM *multi, curl_multi_timer_callback callback, void *context) {
    CURLMcode code = curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, callback);
    return code == CURLM_OK ? curl_multi_setopt(multi, CURLMOPT_TIMERDATA, context) : code;
}

// The kernel's struct tcp_info (include/uapi/linux/tcp.h, an ABI that only grows at its end), as far as it is read
// here: glibc's <netinet/tcp.h> ends at total_retrans, and <linux/tcp.h> can't stand beside it in Swift's Glibc module.
struct ccurl_kernel_tcp_info {
    uint8_t state_and_options[8];
    uint32_t rto, ato, snd_mss, rcv_mss;
    uint32_t unacked, sacked, lost, retrans, fackets;
    uint32_t last_data_sent, last_ack_sent, last_data_recv, last_ack_recv;
    uint32_t pmtu, rcv_ssthresh, tcpi_rtt, tcpi_rttvar, snd_ssthresh, snd_cwnd, advmss, reordering;
    uint32_t tcpi_rcv_rtt, rcv_space;
    uint32_t tcpi_total_retrans;
    uint64_t pacing_rate, max_pacing_rate, bytes_acked, bytes_received;
    uint32_t segs_out, segs_in;
    uint32_t notsent_bytes, min_rtt, tcpi_data_segs_in, data_segs_out;
    uint64_t delivery_rate, busy_time, rwnd_limited, sndbuf_limited;
    uint32_t delivered, delivered_ce;
    uint64_t bytes_sent, bytes_retrans;
    uint32_t dsack_dups, reord_seen, tcpi_rcv_ooopack, snd_wnd;
};

// What the kernel counts on one TCP connection. A kernel older than a field leaves it zero.
struct ccurl_tcp_statistics {
    // Of what this side sent: mostly the handshake and the requests.
    uint32_t round_trip_microseconds;
    // Of what it received, so under load, with the queues on the way; 0 until the kernel knows.
    uint32_t receive_round_trip_microseconds;
    uint32_t round_trip_variation_microseconds;
    uint32_t data_segments_received;
    uint32_t segments_retransmitted;
    uint32_t segments_out_of_order;
    // Of what this side sent, the least ever: without the queues on the way.
    uint32_t least_round_trip_microseconds;
    // What this side offers to take before it acknowledges.
    uint32_t receive_window;
    uint64_t bytes_received;
};

// 0, or -1 when the socket isn't a TCP connection.
static inline int ccurl_tcp_statistics(curl_socket_t socket, struct ccurl_tcp_statistics *statistics) {
    struct ccurl_kernel_tcp_info info = {0};
    socklen_t length = sizeof info;
    if (getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &length) != 0) {
        return -1;
    }
    statistics->round_trip_microseconds = info.tcpi_rtt;
    statistics->receive_round_trip_microseconds = info.tcpi_rcv_rtt;
    statistics->round_trip_variation_microseconds = info.tcpi_rttvar;
    statistics->data_segments_received = info.tcpi_data_segs_in;
    statistics->segments_retransmitted = info.tcpi_total_retrans;
    statistics->segments_out_of_order = info.tcpi_rcv_ooopack;
    statistics->least_round_trip_microseconds = info.min_rtt;
    statistics->receive_window = info.rcv_ssthresh;
    statistics->bytes_received = info.bytes_received;
    return 0;
}

#endif
