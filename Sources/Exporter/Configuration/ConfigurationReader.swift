import JSON
import OCP

/// What all parts of reading a configuration file share.
struct ConfigurationReader {
    let problems: ConfigurationProblems
    let variables: VariableExpansion
    /// The folder at which relative paths begin, with a slash at its end; empty for here.
    let folder: String
    /// Flags that beat the file.
    let overrides: Options

    /// Prepares to read a file.
    init(path: String, overrides: Options, environment: [String: String]) {
        problems = ConfigurationProblems(source: path)
        variables = VariableExpansion(environment)
        folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        self.overrides = overrides
    }

    /// A path as the file means it.
    func resolve(_ path: String) -> String {
        path.hasPrefix("/") ? path : folder + path
    }

    /// Reads the text of the file; nil, with the mistake noted, if it is not an object.
    func object(_ bytes: [UInt8]) -> ConfigurationObject? {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONReader.read(bytes, dialect: .relaxed)
        } catch {
            problems.add("", "\(error)\(Self.advice(bytes))")
            return nil
        }
        return ConfigurationObject(value, path: "", keys: ConfigurationKeys.root, reader: self)
    }

    /// What to say to who took the file for something else.
    private static func advice(_ bytes: [UInt8]) -> String {
        let text = bytes.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
        guard let first = text.first else { return " (the file is empty)" }
        let isKey = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first | 0x20)
        return isKey || first == UInt8(ascii: "#") || text.starts(with: "---".utf8)
            ? "; the file is read as JSON and begins with {" : ""
    }
}
