import Foundation
import HTTP

/// An answer in JSON, read by Foundation: the simulator writes its text itself.
struct JSONAnswer {
    let properties: [String: Any]

    var data: [String: Any] { properties["data"] as? [String: Any] ?? [:] }
    var error: [String: Any] { properties["error"] as? [String: Any] ?? [:] }
    var contents: [[String: Any]] { data["contents"] as? [[String: Any]] ?? [] }
    var ids: [Int64] { contents.compactMap { ($0["id"] as? NSNumber)?.int64Value } }

    /// A number of the page's description.
    func page(_ name: String) -> Int? {
        (data["page"] as? [String: Any])?[name] as? Int
    }

    /// The seconds since 1970 of a time such as `2021-09-16T17:25:02.993+0800`.
    func seconds(_ field: String) -> Double? {
        guard let text = data[field] as? String else { return nil }
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.dateFormat = "yyyy-MM-dd'T'HH:mm:ss.SSSZ"
        return formatter.date(from: text)?.timeIntervalSince1970
    }
}

extension HTTPResponse {
    /// The body as an object in JSON; empty if it is none.
    var json: JSONAnswer {
        let value = try? JSONSerialization.jsonObject(with: Data(body.flatMap(\.self)))
        return JSONAnswer(properties: value as? [String: Any] ?? [:])
    }
}
