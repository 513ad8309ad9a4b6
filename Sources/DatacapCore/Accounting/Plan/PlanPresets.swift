/// Plans that providers sell, by name: plans/presets.json.
package struct PlanPresets: Hashable, Sendable {
    /// The file's name, as faults show it.
    package let fileName: String
    /// The plans' terms.
    package let terms: [String: PlanTerms]

    /// Reads the file: `{"version": 1, "presets": {NAME: {TERMS, "source": …, "as_of": …, "comment": …}}}`.
    ///
    /// - Throws: ``ConfigurationError`` with every fault.
    package init(_ text: [UInt8], fileName: String) throws(ConfigurationError) {
        var reader = ConfigurationReader(ConfigurationSources(fileName: fileName, fileText: text))
        if reader.number("version", 1...1, whole: true) == nil, !reader.has("version") {
            reader.refuse("version", "is missing; it must be 1")
        }
        var all: [String: PlanTerms] = [:]
        for name in reader.members("presets") {
            let isName = name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
            guard isName, !name.isEmpty else {
                let path = "presets.\(name)"
                if reader.has(path) { reader.refuse(path, "must be named by small letters, digits and - only") }
                continue
            }
            let path = "presets.\(name)"
            all[name] = PlanTerms(&reader, at: path)
            for remark in ["source", "comment"] { _ = reader.string("\(path).\(remark)") }
            _ = reader.string("\(path).as_of") { CivilDate($0) == nil ? "must be a day such as 2026-01-31" : nil }
        }
        reader.refuseUnknown()
        guard reader.faults.isEmpty else { throw ConfigurationError(faults: reader.faults) }
        self.fileName = fileName
        terms = all
    }
}
