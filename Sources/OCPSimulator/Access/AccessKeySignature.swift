import HTTP

/// The signature of a request by `OCP-ACCESS-KEY-HMACSHA1`, computed from the request that came.
struct AccessKeySignature {
    var request: HTTPRequest
    /// The body's MD5 in upper-case hexadecimal; empty without a body.
    var contentMD5 = ""

    /// The seven lines that are signed.
    var stringToSign: String {
        let query = QueryParameters(request.query).canonical
        return [
            request.method,
            contentMD5,
            request.fields["Content-Type"] ?? "",
            request.fields["Date"] ?? "",
            request.fields["Host"] ?? "",
            ocpFields,
            request.path + (query.isEmpty ? "" : "?" + query),
        ].joined(separator: "\n")
    }

    /// The signature with a secret.
    func signature(secret: String) -> String {
        Base64.encoded(HMACSHA1.code(of: stringToSign, key: secret))
    }

    /// The fields whose names begin with `x-ocp`, sorted by name.
    ///
    /// The values of one field are joined in the order in which they came: the manual's text says
    /// sorted, its example and its sample in Java do not sort.
    private var ocpFields: String {
        var names: [String] = []
        for line in request.fields.lines where line.name.lowercased().hasPrefix("x-ocp") {
            if !names.contains(line.name) { names.append(line.name) }
        }
        return names.sorted().map { name in
            name + ":" + request.fields.values(of: name).joined(separator: ",")
        }.joined(separator: "\n")
    }
}
