/// The properties of a JSON object, each name once.
///
/// An array: an object has two dozen properties at most, is written once, and a dictionary would
/// take most of the time that an answer takes.
struct JSONProperties: Sendable, ExpressibleByDictionaryLiteral {
    /// Names and values in the order in which they were set.
    private(set) var members: [(name: String, value: JSONValue)] = []

    init(dictionaryLiteral elements: (String, JSONValue)...) {
        // More are often set later.
        members.reserveCapacity(max(elements.count, 24))
        for (name, value) in elements { self[name] = value }
    }

    /// The value of a property; nil leaves it out.
    subscript(name: String) -> JSONValue? {
        get { members.first { $0.name == name }?.value }
        set {
            let known = members.firstIndex { $0.name == name }
            switch (known, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append((name, value))
            case (nil, nil): break
            }
        }
    }

    /// Names and values as OCP's mapper sorts them.
    var sorted: [(name: String, value: JSONValue)] {
        members.sorted { $0.name < $1.name }
    }
}
