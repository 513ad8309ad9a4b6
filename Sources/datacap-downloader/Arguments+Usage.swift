extension Arguments {
    /// What `--help` answers.
    static let usage = """
        Usage: datacap-downloader --url URL… [option…]
               datacap-downloader < ORDER

        Downloads from the URLs in turn, throws the data away and reports what came: a progress line on a terminal,
        JSON lines, one event each, into a pipe or file. Without options it reads its order as one JSON line from
        standard input, as datacap gives it, and dies with the process that started it.

          --url URL                 http:// or https://; more of them take turns, and one that fails rests
          --streams N               transfers at once, 1 to 64 (4)
          --duration-seconds S      end after so long
          --max-bytes N             end when so much payload has come
          --sample-milliseconds N   how often a sample is made, 10 to 60000 (250)
          --ip-version V            any, v4 or v6 (any)
          --interface NAME          the interface or address to send from
          --proxy URL               the proxy; without it http_proxy, https_proxy and no_proxy are obeyed
          --max-speed-mbps N        the most that all transfers together receive, 10^6 bit/s
          --version                 say which version this is
          --help                    say this

        Certificates are verified by the system's authorities, or those of CURL_CA_BUNDLE, SSL_CERT_FILE or SSL_CERT_DIR.
        SIGUSR1 pauses, SIGUSR2 resumes, SIGTERM and SIGINT end with a last event.
        Exits with 0 when done, 1 when the order is wrong or nothing came, 2 for wrong usage, 70 for an internal fault.

        """
}
