/// A queue in which clients take turns: whoever puts much into it holds up itself, not the others.
struct FairQueue<Element> {
    /// What waits, by client; no lane is empty.
    private var lanes: [[UInt8]: [Element]] = [:]
    /// The clients, the one whose turn it is first.
    private var turns: [[UInt8]] = []
    private let capacity: Int
    /// How many elements there are.
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// Puts an element behind the client's others.
    ///
    /// - Returns: the element for which there is no room, if the queue is full: the last of the
    ///   client who has most, which may be this one.
    mutating func append(_ element: Element, of client: [UInt8]) -> Element? {
        var displaced: Element?
        if count >= capacity {
            let own = lanes[client]?.count ?? 0
            guard let longest = lanes.max(by: { $0.value.count < $1.value.count }),
                longest.value.count > own + 1
            else { return element }
            displaced = lanes[longest.key]?.popLast()
            count -= 1
        }
        if lanes[client] == nil { turns.append(client) }
        lanes[client, default: []].append(element)
        count += 1
        return displaced
    }

    /// Takes the first element of the client whose turn it is.
    mutating func popFirst() -> Element? {
        guard !turns.isEmpty else { return nil }
        let client = turns.removeFirst()
        guard var lane = lanes.removeValue(forKey: client), !lane.isEmpty else { return nil }
        let element = lane.removeFirst()
        count -= 1
        if !lane.isEmpty {
            lanes[client] = lane
            turns.append(client)
        }
        return element
    }
}
