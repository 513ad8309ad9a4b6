import DatacapCore
import Testing

struct ExpositionFormatTests {
    @Test(
        arguments: [
            (nil, ExpositionFormat.text), ("", .text), ("*/*", .text), ("text/plain", .text),
            ("text/html,*/*;q=0.8", .text),
            (
                """
                application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,\
                text/plain;version=0.0.4;q=0.5,*/*;q=0.1
                """, .openMetrics
            ),
            (
                """
                application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,\
                application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,\
                text/plain;version=0.0.4;q=0.2,/;q=0.1
                """, .openMetrics
            ),
            ("application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited", .text),
            ("application/openmetrics-text; version=0.0.1", .text), ("application/openmetrics-text;q=0", .text),
            ("text/plain;q=0.9, application/openmetrics-text;version=1.0.0;q=0.8", .text),
            (";;,=,q=x,application/openmetrics-text; version=\"1.0.0\"", .openMetrics),
        ] as [(String?, ExpositionFormat)]
    )
    func `the Accept header chooses`(accept: String?, format: ExpositionFormat) {
        #expect(ExpositionFormat(accept: accept) == format)
    }
}
