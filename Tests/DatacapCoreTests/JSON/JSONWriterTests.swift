import DatacapCore
import Testing

struct JSONWriterTests {
    @Test func `writes commas where they belong`() {
        let text = JSONWriter.object { json in
            json.member("a", 1)
            json.object("b") { _ in }
            json.array("c") { array in
                array.element(1)
                array.object { $0.member("d", "x") }
                array.element("y")
            }
            json.member("e", String?.none)
            json.member("f", true)
        }
        #expect(String(decoding: text, as: UTF8.self) == #"{"a":1,"b":{},"c":[1,{"d":"x"},"y"],"e":null,"f":true}"#)
    }

    @Test(arguments: [
        (1.005, 2, "1"), (45.2, 2, "45.2"), (0.1 + 0.2, 2, "0.3"), (1e15, 2, "1000000000000000"), (-0.004, 2, "0"),
        (.nan, 2, "null"), (.infinity, 2, "null"), (123.456, 0, "123"),
    ])
    func `rounds numbers to what they mean`(value: Double, places: Int, text: String) {
        let json = JSONWriter.object { $0.member("n", value, places: places) }
        #expect(String(decoding: json, as: UTF8.self) == "{\"n\":\(text)}")
    }

    @Test(arguments: ["", "plain", "\"\\\n\r\t\u{1}\u{7f}é😀\u{2028}"])
    func `writes strings that read back the same`(text: String) throws {
        let json = JSONWriter.object { $0.member("s", text) }
        #expect(try JSONReader.read(json)["s"]?.string == text)
    }
}
