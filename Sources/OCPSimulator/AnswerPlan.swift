import HTTP

/// What a request will be answered, decided when it comes and written when the answer is due.
struct AnswerPlan: Sendable {
    /// The endpoint that was asked.
    let endpoint: SimulatedEndpoint
    /// What the path names.
    let level: SimulatedEndpoint.Level
    /// True if there will be no answer.
    private(set) var hangs = false
    /// How much later than usual the answer comes, in milliseconds.
    private(set) var delay: Int64 = 0

    private var content = Content.page(.consolePage)
    private var spoiled: Fault?
    private var rateLimitFields: [HTTPFields.Line] = []
    private let trace: UInt64

    /// Looks at a request in OCP's order: path, log-on, throttling, method, parameters.
    init(
        _ request: HTTPRequest,
        at moment: Moment,
        settings: SimulatorSettings,
        state: inout Simulator.State
    ) {
        let path = RequestedPath(request.path)
        endpoint = path.endpoint
        level = path.level
        state.served &+= 1
        trace = StableHash(seed: settings.seed, index: state.served).number(.trace)
        if endpoint == .overview, let id = path.clusterId.flatMap({ Int64($0) }),
            state.fleet[id] != nil
        {
            state.counts.recordOverview(of: id)
        }
        if endpoint == .console {
            content = .page(request.path == "/login" ? .consolePage : .loginRedirect)
            return
        }
        if endpoint != .time {
            let admission = Admission(request, at: moment, settings: settings, state: &state)
            rateLimitFields = admission.fields
            if let refusal = admission.refusal {
                content = .failure(status: refusal.status, refusal.code)
                return
            }
        }
        content = Self.content(request, path, at: moment, state.fleet, settings)
        fail(with: state.faults.fault(of: path))
        guard spoiled == nil, case .overview(let member) = content else { return }
        fail(with: member.scenario.fault)
    }

    /// True if writing the answer takes long enough to hold up an event loop.
    var isLong: Bool { content.isLong }

    /// The answer that is sent at a moment, with the milliseconds that every answer takes.
    func response(at moment: Moment, took latency: Int64, settings: SimulatorSettings)
        -> HTTPResponse
    {
        let server = StableHash(seed: settings.seed, index: 0).number(.server)
        let envelope = Envelope(
            version: settings.version,
            now: moment.now + settings.clockOffset,
            duration: latency + delay + Int64(trace % 90) + 4,
            server: Self.hexadecimal(server, digits: 10),
            traceId: Self.hexadecimal(trace, digits: 16),
            nanoseconds: content.isOfTenant ? Int64(trace % 999_999) + 1 : nil
        )
        let right = write(in: envelope, at: moment, replacing: [:])
        var response =
            switch spoiled {
            case nil, .delay, .hang: right
            case .error(let status, let code): envelope.failure(status, code)
            case .unsuccessful(let code): envelope.failure(200, code)
            case .answer(let response): response
            case .truncated: right.truncated
            case .empty: right.emptied
            case .noData: envelope.success(nil)
            case .fields(let fields): write(in: envelope, at: moment, replacing: fields)
            case .dataInArray:
                content.data(at: moment).map { envelope.success(.array([$0])) } ?? right
            }
        response.fields.lines += rateLimitFields
        return response
    }
}

extension AnswerPlan {
    /// The last digits of a number, with leading zeros.
    private static func hexadecimal(_ number: UInt64, digits count: Int) -> String {
        let text = String(number, radix: 16)
        return String((String(repeating: "0", count: count) + text).suffix(count))
    }

    private mutating func fail(with fault: Fault?) {
        guard let fault else { return }
        spoiled = fault
        if case .hang = fault { hangs = true }
        if case .delay(let milliseconds) = fault { delay = max(0, milliseconds) }
    }

    private func write(
        in envelope: Envelope,
        at moment: Moment,
        replacing fields: [String: String]
    ) -> HTTPResponse {
        switch content {
        case .page(let response): response
        case .failure(let status, let code): envelope.failure(status, code)
        case .info: .info(envelope.version, replacing: fields)
        case .time: .plain(WireTime.offsetDateTime(envelope.now))
        case .status: .plain("okay")
        case .clusters, .cluster, .overview, .tenants, .computed:
            envelope.success(content.data(at: moment)?.replacing(fields))
        }
    }
}
