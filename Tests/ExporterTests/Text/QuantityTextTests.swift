import Testing

@testable import Exporter

@Suite struct QuantityTextTests {
    @Test(
        arguments: [
            (0, "0.0 B"), (1_048_576, "1.0 MB"), (1_125_899_906_842_624, "1.0 PB"),
            (2_305_843_009_213_693_952, "2048.0 PB"),
        ] as [(Double, String)]
    )
    func noUnitIsLargerThanPetabytes(bytes: Double, text: String) {
        #expect(QuantityText.bytes(bytes) == text)
    }

    @Test(
        arguments: [
            (86_400, "1 d 0 h"), (3600, "1 h 0 min"), (1e12, "1000000000000.0 s"),
        ] as [(Double, String)]
    )
    func anAgeHasTwoUnits(seconds: Double, text: String) {
        #expect(QuantityText.age(seconds) == text)
    }
}
