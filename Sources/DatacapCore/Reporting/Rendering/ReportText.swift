extension String {
    /// The text without what would act rather than be read: control characters, and those that turn the direction of
    /// what follows or can't be seen (Unicode Standard Annex #9; “Trojan Source”, CVE-2021-42574).
    var readable: String {
        var scalars = String.UnicodeScalarView()
        for scalar in cleaned(limit: 2_000).unicodeScalars {
            switch scalar.value {
            case 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB: break
            case 0xE0000...0xE007F: break
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }
}
