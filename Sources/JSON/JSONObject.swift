/// The members of an object in the order in which they came, duplicates included.
package struct JSONObject: Sendable, Equatable {
    /// One `"key": value`.
    package struct Member: Sendable, Equatable {
        /// The key, unescaped.
        package var key: String
        /// The value.
        package var value: JSONValue
        /// Where the key begins, in bytes from the start of the text: for messages.
        package var offset: Int

        /// Makes a member.
        package init(key: String, value: JSONValue, offset: Int = 0) {
            self.key = key
            self.value = value
            self.offset = offset
        }
    }

    /// All members, in order.
    package var members: [Member]

    /// Makes an object.
    package init(_ members: [Member] = []) {
        self.members = members
    }

    /// The value of a key, or nil if there is none; of several, the last one counts.
    ///
    /// It is a linear search: the objects that are read here have some twenty members, and are
    /// asked for a fixed set of keys.
    package subscript(key: String) -> JSONValue? {
        let length = key.utf8.count
        return members.last { $0.key.utf8.count == length && $0.key == key }?.value
    }

    /// The members whose key an earlier member has already, in order.
    package var duplicates: [Member] {
        var seen = Set<String>(minimumCapacity: members.count)
        return members.filter { !seen.insert($0.key).inserted }
    }
}
