internal import Delivery
package import DatacapCore

extension ConfigurationFile {
    /// A courier with a configuration's settings.
    ///
    /// - Parameters:
    ///   - configuration: What was read from this file.
    ///   - folder: The state folder, in which hooks run.
    /// - Returns: The courier.
    func courier(_ configuration: Configuration, folder: String) -> Courier {
        var mail = configuration.mail
        let passwordFile = mail?.passwordFile.map(resolve)
        mail?.passwordFile = passwordFile
        return Courier(mail: mail, folder: folder, host: SystemReader.hostName)
    }

    /// What keeps receivers from being told as things stand, such as a hook that isn't there: a line each.
    ///
    /// It's no fault of the configuration: it may be mended, or arise, at any time.
    package func obstacles(_ configuration: Configuration) -> [String] {
        let courier = courier(configuration, folder: folder)
        return configuration.alertRules.receivers.compactMap { receiver in
            courier.obstacle(to: receiver).map { "receiver \(receiver.name): \($0)" }
        }
    }
}
