/// How many requests are in flight, and how many may be: more only for an OCP that takes its time.
struct Crowd: Sendable {
    /// Requests in flight at first, where that is enough.
    ///
    /// An OCP that answers each of them within ``look`` keeps this process busy with them. More
    /// would only wait for one another, on as many connections: with 256 a poll costs a third more.
    static let least = 16
    /// How often is looked whether twice as many are needed: they are if twice in a row fewer than
    /// ``least``, or than a quarter of those in flight, were answered meanwhile.
    ///
    /// So an OCP that stands still for a moment is not met with hundreds of new connections, and one
    /// that takes 50 ms for each answer has 256 requests to answer after 32 ms, or at once if it took
    /// as long in the last opening.
    static let look: Duration = .milliseconds(4)

    /// Permits that are out.
    var inside = 0
    /// Permits that may be out.
    private(set) var limit = least
    private var slowLooks = 0
    /// Requests that ended since the last look.
    private var ended = 0
    private var lastLook: Duration?
    /// What the answers of this opening took, in seconds.
    private var answerTime = (sum: 0.0, count: 0)

    /// Starts an opening with as many permits as bring ``least`` answers in each ``look`` if OCP takes
    /// as long as in the last one.
    mutating func begin(most: Int) {
        let mean = answerTime.sum / Double(max(1, answerTime.count))
        let wanted = mean / Self.look.seconds * Double(Self.least)
        let inside = inside
        self = Crowd()
        self.inside = inside
        limit = min(most, Int(min(max(wanted, Double(Self.least)), Double(most))))
    }

    /// Notes that a request ended, and how long its answer took in seconds, if there was one.
    mutating func note(_ duration: Double?) {
        ended += 1
        guard let duration else { return }
        answerTime.sum += duration
        answerTime.count += 1
    }

    /// Looks at what was answered since the last look, while somebody waits for a permit.
    mutating func look(at uptime: Duration, most: Int) {
        if let lastLook, uptime - lastLook < Self.look { return }
        lastLook = uptime
        let isSlow = ended < max(Self.least, inside / 4)
        ended = 0
        slowLooks = isSlow ? slowLooks + 1 : 0
        // Twice in a row, for one look may fall into a moment in which nothing ran.
        guard slowLooks > 1 else { return }
        slowLooks = 0
        limit = min(most, limit * 2)
    }
}
