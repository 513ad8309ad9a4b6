internal import DatacapCore

/// Where events go.
struct EventOutput {
    /// What they look like.
    enum Form {
        /// Lines of JSON, for a program.
        case lines
        /// One line that is written over, for a person.
        case progress(ProgressLine)
    }

    var form: Form
    /// Whether the run has been asked to end: then a reader that doesn't read is not waited for.
    var isEnding = false

    /// Tells an event.
    ///
    /// - Throws: ``DownloaderError/readerGone`` when there is nobody to tell it.
    mutating func emit(_ event: FetchEvent) throws(DownloaderError) {
        switch form {
        case .lines:
            try StandardOutput.write(event.line + [UInt8(ascii: "\n")], isEnding: isEnding)
        case .progress(var line):
            let text = line.text(after: event)
            form = .progress(line)
            try StandardOutput.write(Array(text.utf8), isEnding: isEnding)
        }
    }
}
