extension Configuration {
    /// The configuration in force as JSON, as `/api/config` shows it: passwords in URLs are left out.
    package var json: [UInt8] {
        JSONWriter.object { json in
            json.array("test_urls") { array in for url in testURLs { array.element(TargetName.redacted(url)) } }
            json.member("data_cap_gb", dataCap?.gigabytes, places: 9)
            json.member("update_interval_seconds", updateInterval.seconds, places: 3)
            json.member("throttle_threshold_percent", throttleThresholdPercent, places: 3)
            json.member("port", port)
            json.member("host", host)
            json.array("allowed_hosts") { array in for name in allowedHosts { array.element(name) } }
            json.object("auth") { $0.member("token_file", tokenFile) }
            json.object("tls") { tls in
                tls.member("certificate_file", certificateFile)
                tls.member("key_file", keyFile)
            }
            json.member("insecure", insecure)
            json.member("streams", streams)
            json.member("at_cap", atCap.rawValue)
            json.member("ip_version", ipVersion.rawValue)
            json.member("interface", interface)
            json.member("proxy", proxy.map(TargetName.redacted))
            json.member("max_speed_mbps", maximumSpeed?.megabitsPerSecond, places: 3)
            json.member("ip_info_url", TargetName.redacted(ipInfoURL))
            json.member("confirmation_mb", Double(confirmation.bytes) / 1e6, places: 3)
            json.member("state_directory", stateDirectory)
            json.member("rules_file", rulesFile ?? "alerts/rules.json")
            writeUsage(to: &json)
            writeTesting(&json)
            writeHistory(to: &json)
            if let mail {
                json.object("smtp") { smtp in
                    smtp.member("url", mail.url)
                    smtp.member("tls", mail.tls.rawValue)
                    smtp.member("username", mail.username)
                    smtp.member("password_file", mail.passwordFile)
                    smtp.member("from", mail.from)
                }
            } else {
                json.member("smtp", String?.none)
            }
            json.member("presets_file", planning.presetsFile ?? "plans/presets.json")
            if let plan {
                json.object("plan") { plan.write(to: &$0, preset: planning.preset?.name) }
            } else {
                json.member("plan", String?.none)
            }
        }
    }
}
