extension Station {
    func writeDownloader(to page: inout MetricsWriter) {
        page.family(
            "datacap_downloader_up",
            .gauge,
            help: "Whether the downloader process is running (1) or not (0)."
        )
        page.sample(downloader.processID == nil ? 0.0 : 1)
        page.family("datacap_downloader_exits", .counter, help: "Exits of the downloader process, by reason.")
        for reason in ExitReason.allCases { page.sample(counters.exits[reason] ?? 0, ["reason": reason.rawValue]) }
        page.family(
            "datacap_downloader_start_time_seconds",
            .gauge,
            unit: "seconds",
            help: "Start time of the downloader process since unix epoch in seconds, 0 if none runs."
        )
        page.sample(downloader.startTime?.seconds ?? 0)
        page.family(
            "datacap_downloader_cpu_seconds",
            .counter,
            unit: "seconds",
            help: "User and system CPU time spent by downloader processes."
        )
        page.sample((counters.endedDownloaderCPU + (system.downloader?.cpu ?? .zero)).seconds)
        page.family(
            "datacap_downloader_resident_memory_bytes",
            .gauge,
            unit: "bytes",
            help: "Resident memory size of the downloader process."
        )
        page.sample(system.downloader?.resident.bytes ?? 0)
        page.family(
            "datacap_downloader_garbled_lines",
            .counter,
            help: "Lines of the downloader that were not understood."
        )
        page.sample(counters.garbledLines)
    }

    func writeDaemon(to page: inout MetricsWriter) {
        page.family(
            "datacap_config_last_reload_successful",
            .gauge,
            help: "Whether the last configuration reload was successful."
        )
        page.sample(counters.reloadSucceeded ? 1.0 : 0)
        page.family(
            "datacap_config_last_reload_success_timestamp_seconds",
            .gauge,
            unit: "seconds",
            help: "Time of the last successful configuration reload since unix epoch in seconds."
        )
        page.sample(counters.reloadTime.seconds)
        page.family("datacap_state_write_failures", .counter, help: "Failed writes of the state file.")
        page.sample(counters.saveFailures)
    }
}

extension ServerReading {
    fileprivate func writeHTTP(to page: inout MetricsWriter) {
        page.family("datacap_http_requests", .counter, help: "HTTP requests handled.")
        for entry in requests {
            page.sample(entry.count, ["handler": entry.handler, "method": entry.method, "code": entry.code])
        }
        page.family(
            "datacap_http_requests_rejected",
            .counter,
            help: "HTTP requests refused before reaching a handler, by reason."
        )
        for entry in rejections { page.sample(entry.count, ["reason": entry.reason]) }
        page.family("datacap_websocket_connections", .gauge, help: "Open WebSocket connections.")
        page.sample(webSocketConnections)
        page.family(
            "datacap_websocket_dropped_messages",
            .counter,
            help: "Messages dropped because a WebSocket client was too slow."
        )
        page.sample(droppedMessages)
    }

    func write(to page: inout MetricsWriter) {
        writeHTTP(to: &page)
        page.family(
            "process_cpu_seconds",
            .counter,
            unit: "seconds",
            help: "Total user and system CPU time spent in seconds."
        )
        page.sample(cpuSeconds)
        page.family("process_open_fds", .gauge, help: "Number of open file descriptors.")
        page.sample(openFiles)
        page.family("process_max_fds", .gauge, help: "Maximum number of open file descriptors.")
        page.sample(maximumFiles)
        page.family(
            "process_resident_memory_bytes",
            .gauge,
            unit: "bytes",
            help: "Resident memory size in bytes."
        )
        page.sample(residentBytes)
        page.family("process_virtual_memory_bytes", .gauge, unit: "bytes", help: "Virtual memory size in bytes.")
        page.sample(virtualBytes)
        page.family(
            "process_start_time_seconds",
            .gauge,
            unit: "seconds",
            help: "Start time of the process since unix epoch in seconds."
        )
        page.sample(startTime)
        page.family("process_threads", .gauge, help: "Number of OS threads in the process.")
        page.sample(threads)
    }
}
