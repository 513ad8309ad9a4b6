import DatacapCore
import Testing

/// The XML of devices on the network: what is taken, and what is refused before it can do harm.
struct XMLReaderTests {
    private func read(_ text: String) throws -> XMLElement { try XMLReader.read(text.utf8) }

    @Test func `elements, their text and their order are kept`() throws {
        let root = try read(
            """
            \u{FEFF}<?xml version="1.0"?><!-- a --> <?x y?>
            <n:a b='1>2' c = "</a>"> t <b/><!-- <c> --><b>x &amp; &#x41;&#66; &lt;</b ><![CDATA[<&>]]></n:a> <!-- z -->
            """
        )
        #expect(root.name == "a")
        #expect(root.text == "t <&>")
        #expect(root.children.map(\.text) == ["", "x & AB <"])
        #expect(root.all("b").count == 2)
        #expect(root.first("c") == nil)
    }

    @Test(arguments: [
        "", "text", "<a>", "<a></b>", "<a b></a>", "<a b=c></a>", "<a b='></a>", "<a/><b/>", "<a>&x;</a>",
        "<a>&#0x;</a>",
        "<a>&#-1;</a>", "<a>&#+65;</a>", "<a>&#xD800;</a>", "<a>& </a>", "<a><!-- </a>", "<a><![CDATA[</a>", "< a/>",
        "<a b='1'c='2'></a", "<a/> x", "<a><b></a></b>", "<?xml", "</a>", "<a x='1'/ >", "<a>\u{0}<",
    ])
    func `what isn't XML is refused`(text: String) {
        #expect(throws: XMLError.self) { try read(text) }
    }

    @Test func `entities and document types are refused`() {
        let bomb = """
            <?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;">]>
            <lolz>&lol2;</lolz>
            """
        let file = #"<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>"#
        for text in [bomb, file, "<a><!DOCTYPE b></a>", "<!ELEMENT a ANY><a/>"] {
            #expect(throws: XMLError.self) { try read(text) }
        }
    }

    @Test func `depth, elements and length have limits`() throws {
        func nested(_ count: Int) -> String {
            String(repeating: "<a>", count: count) + String(repeating: "</a>", count: count)
        }
        #expect(try read(nested(32)).all("a").count == 32)
        let tooMuch = [
            nested(33), nested(20_000), "<a>" + String(repeating: "<b/>", count: 4_096) + "</a>",
            "<a>" + String(repeating: "x", count: 262_144) + "</a>",
        ]
        for text in tooMuch {
            #expect(throws: XMLError.self) { try read(text) }
        }
    }

    @Test func `no bytes whatever end the reader otherwise than in an element or an error`() throws {
        let sample = Array("<?xml?><a b='1'><c>x&amp;y</c><!--n--><![CDATA[d]]><e:f/></a>".utf8)
        #expect(try XMLReader.read(sample).children.count == 2)
        let marks = Array("<>/&;!-[]?='\"#x1a: \u{0}".utf8) + [0xC3, 0xFF]
        var random = SplitMix64(seed: 11)
        var (taken, refused) = (0, 0)
        for _ in 0..<40_000 {
            var bytes = sample
            for _ in 0..<(1 + random.next() % 4) {
                let place = Int(random.next() % UInt64(bytes.count))
                let mark = marks[Int(random.next() % UInt64(marks.count))]
                switch random.next() % 4 {
                case 0: bytes[place] = mark
                case 1: bytes.insert(mark, at: place)
                case 2: bytes.remove(at: place)
                default: bytes.removeSubrange(place...)
                }
                if bytes.isEmpty { bytes = [mark] }
            }
            do throws(XMLError) {
                _ = try XMLReader.read(bytes)
                taken += 1
            } catch {
                refused += 1
            }
        }
        #expect(taken > 1_000 && refused > 10_000)
    }
}
