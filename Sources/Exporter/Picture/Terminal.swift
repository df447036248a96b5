import Glibc

/// The terminal behind the standard output, if there is one.
package struct Terminal: Sendable, Equatable {
    /// Columns.
    var width: Int
    /// Lines.
    var height: Int
    /// Whether colours are wanted: not with `NO_COLOR` (no-color.org).
    var isColoured: Bool

    /// The terminal as it is now: it may have been resized.
    ///
    /// - Parameter environment: the variables.
    /// - Returns: nil if the output goes elsewhere, or to a terminal that cannot move its cursor.
    package static func current(_ environment: [String: String]) -> Terminal? {
        let type = environment["TERM"] ?? ""
        guard isatty(STDOUT_FILENO) == 1, !type.isEmpty, type != "dumb" else { return nil }
        var size = winsize()
        let isKnown = unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0
        return Terminal(
            width: isKnown && size.ws_col > 0 ? Int(size.ws_col) : 80,
            height: isKnown && size.ws_row > 0 ? Int(size.ws_row) : 24,
            isColoured: (environment["NO_COLOR"] ?? "").isEmpty
        )
    }

    /// Whether the log goes to a terminal, too, where it would run through a picture.
    package static var showsLog: Bool { isatty(STDERR_FILENO) == 1 }

    /// What moves all that is on the screen out of it, upwards, where it is kept.
    var cleared: String {
        String(repeating: "\n", count: height)
    }

    /// What draws lines over those that were there before.
    ///
    /// The cursor is left where it is at the end, below the lines; nothing needs to be put back.
    func frame(_ lines: [String]) -> String {
        // Erased before it is written: after the last column it would take that column with it.
        "\u{1B}[H" + lines.prefix(max(1, height - 1)).map { "\u{1B}[2K\($0)\n" }.joined()
            + "\u{1B}[J"
    }
}
