import DatacapCore
import History
import Testing

@Suite struct RowChainTests {
    @Test func `the hash is SHA-256`() {
        // FIPS 180-4's own example.
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(
            SHA256.hash(Array("abc".utf8)).map { String($0 / 16, radix: 16) + String($0 % 16, radix: 16) }.joined()
                == expected
        )
    }
}
