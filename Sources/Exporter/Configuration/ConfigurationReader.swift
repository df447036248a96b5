import JSON
import OCP
import Synchronization

/// What all parts of reading a configuration file share.
struct ConfigurationReader {
    let problems: ConfigurationProblems
    let variables: VariableExpansion
    /// The folder at which relative paths begin, with a slash at its end; empty for here.
    let folder: String
    /// Flags that beat the file.
    let overrides: Options

    /// Prepares to read a file.
    init(path: String, overrides: Options = Options(), environment: [String: String]) {
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
    ///
    /// - Parameters:
    ///   - bytes: the text.
    ///   - keys: the names of its members.
    /// - Returns: the object.
    func object(_ bytes: [UInt8], keys: [String]) -> ConfigurationObject? {
        let root: JSONElement
        do throws(JSONError) {
            root = try JSONDocument(bytes, dialect: .relaxed).root
        } catch {
            let isEmpty = bytes.allSatisfy(Self.isSpace)
            problems.add("", isEmpty ? "is empty" : "\(error)\(Self.advice(error, bytes))")
            return nil
        }
        return ConfigurationObject(root, path: "", keys: keys, reader: self)
    }

    /// What to say to who took JSON for something else, or forgot a quote.
    private static func advice(_ error: JSONError, _ bytes: [UInt8]) -> String {
        let text = bytes.drop(while: isSpace)
        let isKey = text.first.map { (0x61...0x7A).contains($0 | 0x20) } ?? false
        if isKey || text.starts(with: "---".utf8) {
            return "; the file is read as JSON and begins with {"
        }
        switch bytes.dropFirst(error.offset).first {
        case UInt8(ascii: "#"): return "; comments begin with //"
        case UInt8(ascii: "\n"): return "; the quote at the end may be missing"
        default: return ""
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }
}

/// Collects what is wrong while a configuration is read, so that all of it is told at once.
final class ConfigurationProblems: Sendable {
    private let collected = Mutex<[String]>([])
    /// Stands before each line: the file.
    let source: String

    /// Makes an empty collection.
    init(source: String) {
        self.source = source
    }

    /// The lines so far.
    var lines: [String] { collected.withLock { $0 } }

    /// Adds a line.
    ///
    /// - Parameters:
    ///   - path: of the key, such as `ocps[0].url`; empty for the file as a whole.
    ///   - problem: words that follow the path, without any text that may be a secret.
    func add(_ path: String, _ problem: String) {
        let place = path.isEmpty ? source : "\(source): \(path)"
        collected.withLock { $0.append(PrintableText.escaped("\(place): \(problem)")) }
    }
}
