import TestSupport
import Testing

@testable import HTTP

/// Clients take turns, and are told apart by where they are.
@Suite(.timeLimit(.minutes(15))) struct FairnessTests {
    private func order(_ queue: inout FairQueue<String>) -> [String] {
        var order: [String] = []
        while let element = queue.popFirst() { order.append(element) }
        return order
    }

    @Test func clientsTakeTurns() {
        var queue = FairQueue<String>(capacity: 10)
        for name in ["a1", "a2", "a3", "b1", "c1", "c2"] {
            #expect(queue.append(name, of: [name.utf8.first ?? 0]) == nil)
        }
        #expect(queue.count == 6)
        #expect(order(&queue) == ["a1", "b1", "c1", "a2", "c2", "a3"])
        #expect(queue.count == 0)
        #expect(queue.append("d", of: []) == nil)
        #expect(order(&queue) == ["d"])
    }

    @Test func whoHasMostGivesWay() {
        var queue = FairQueue<String>(capacity: 3)
        for name in ["a1", "a2", "a3"] { #expect(queue.append(name, of: [1]) == nil) }
        #expect(queue.append("a4", of: [1]) == "a4")
        #expect(queue.append("b1", of: [2]) == "a3")
        // Now nobody has much more than anybody.
        #expect(queue.append("b2", of: [2]) == "b2")
        #expect(queue.append("c1", of: [3]) == "a2")
        #expect(queue.append("d1", of: [4]) == "d1")
        #expect(queue.count == 3)
        #expect(order(&queue) == ["a1", "b1", "c1"])
    }

    @Test func clientsAreToldApartByTheirAddresses() async throws {
        let box = AnswerBox()
        let handler = HTTPClosureHandler { request in
            .text(200, request.client.map(String.init).joined(separator: "."))
        }
        try await withServer(handler: handler) { port in
            let client = try Client(port: port)
            try client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            box.put(.text(200, try client.readToEnd()))
        }
        let text = box.taken.first.map { String(decoding: $0.body.joined(), as: UTF8.self) }
        #expect(text?.contains("127.0.0.1") == true)
    }
}
