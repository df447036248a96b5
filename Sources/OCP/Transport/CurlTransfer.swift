import CLibcurl

/// One easy handle and what it receives; lives on libcurl's thread and is used again and again.
@safe final class CurlTransfer {
    /// The most bytes of a decoded body.
    static let bodyLimit = 4 * 1_024 * 1_024
    /// The most bytes of all heads of a response, interim ones and trailers included.
    static let headLimit = 65_536

    let easy: UnsafeMutableRawPointer
    private(set) var job: CurlJob?
    var isTooLarge = false
    /// True if the request was sent once more, on a new connection.
    private var isRenewed = false
    /// Set if the transfer makes a TLS connection without a client certificate.
    var certificateDemand: CertificateDemand?
    private var head: [UInt8] = []
    private var headBytes = 0
    private var isHeadComplete = false
    private var body: [UInt8] = []
    /// What the handle is set up for; nil if it is as new.
    private var setup: CurlSetup?
    /// Up to what age, in seconds, connections and names are used; nil if the handle is as new.
    private var trust: Int?
    /// The header fields that are in its list.
    private var fields: [HeaderField] = []
    /// What the handle refers to, by option.
    private var lists: [UInt32: CurlList] = [:]
    private let words: UnsafeMutablePointer<CChar>

    init?() {
        guard let easy = unsafe curl_easy_init() else { return nil }
        unsafe self.easy = easy
        unsafe words = UnsafeMutablePointer.allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe words[0] = 0
    }

    deinit {
        unsafe curl_easy_cleanup(easy)
        unsafe words.deallocate()
    }

    /// Forgets the job and what came of it.
    ///
    /// - Parameter isReusable: false to make the handle as new; else the next job of the same OCP
    ///   sets nothing but the path. Connections live on in the multi handle either way.
    func clear(isReusable: Bool) {
        if !isReusable || isRenewed || job?.isProbe == true {
            unsafe curl_easy_reset(easy)
            lists = [:]
            setup = nil
            trust = nil
        }
        unsafe words[0] = 0
        job = nil
        isRenewed = false
        certificateDemand = nil
        head.removeAll(keepingCapacity: true)
        headBytes = 0
        isHeadComplete = false
        body = []
        isTooLarge = false
    }

    /// Sets up the handle for a job.
    ///
    /// - Parameters:
    ///   - job: the job.
    ///   - trust: up to what age, in seconds, connections that nobody used and names that were resolved
    ///     are used.
    func prepare(_ job: CurlJob, trusting trust: Int) {
        let request = job.request
        let setup: CurlSetup
        if let before = self.setup, before.settings == request.settings, before.files == job.files {
            setup = before
        } else {
            if self.setup != nil { clear(isReusable: false) }
            setup = CurlSetup(settings: request.settings, files: job.files)
            listen()
            configure(for: setup)
            fields = []
            self.setup = setup
        }
        self.job = job
        setTarget(request.target, setup)
        if fields != request.headers {
            fields = request.headers
            set(CURLOPT_HTTPHEADER, fields.map(\.curlLine) + [Self.acceptEncoding])
        }
        if job.isProbe { configureProbe() }
        if self.trust != trust {
            self.trust = trust
            configureTrust(seconds: trust)
        }
    }

    /// Tells whether the transfer failed because a kept connection was dead.
    ///
    /// A server may close a connection in the very moment in which it is used again. libcurl sends
    /// such a request once more by itself, but not with a handle that was not reset in between.
    func isToBeRenewed(after code: CURLcode) -> Bool {
        [CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING].contains(code)
            && job?.isProbe == false && !isRenewed && headBytes == 0
            && number(CURLINFO_NUM_CONNECTS) == 0
    }

    /// Prepares to send the request once more: on a new connection, within the time that is left.
    func renew() {
        guard let job else { return }
        let elapsed = Duration.microseconds(number(CURLINFO_TOTAL_TIME_T))
        let trust = self.trust ?? Silences.memory
        clear(isReusable: false)
        prepare(job, trusting: trust)
        configureRenewal(timeout: job.request.settings.timeout - elapsed)
        isRenewed = true
    }

    /// Has libcurl hand over what it receives.
    private func listen() {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe obe_setopt_pointer(easy, CURLOPT_PRIVATE, context)
        unsafe obe_setopt_pointer(easy, CURLOPT_ERRORBUFFER, words)
        unsafe obe_setopt_callback(easy, CURLOPT_HEADERFUNCTION) { data, size, count, context in
            guard let context = unsafe context else { return 0 }
            let transfer = unsafe Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
            return unsafe transfer.takeHead(
                UnsafeRawBufferPointer(start: data, count: size * count)
            )
        }
        unsafe obe_setopt_pointer(easy, CURLOPT_HEADERDATA, context)
        unsafe obe_setopt_callback(easy, CURLOPT_WRITEFUNCTION) { data, size, count, context in
            guard let context = unsafe context else { return 0 }
            let transfer = unsafe Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
            return unsafe transfer.takeBody(
                UnsafeRawBufferPointer(start: data, count: size * count)
            )
        }
        unsafe obe_setopt_pointer(easy, CURLOPT_WRITEDATA, context)
    }

    /// Sets an option that is a list of texts.
    func set(_ option: CURLoption, _ texts: [String]) {
        let list = CurlList(texts)
        unsafe obe_setopt_pointer(easy, option, list.first)
        lists[option.rawValue] = list
    }

    /// Takes a head's line; 0 ends the transfer.
    private func takeHead(_ line: UnsafeRawBufferPointer) -> Int {
        if headBytes == 0 { head.reserveCapacity(512) }
        headBytes += line.count
        guard headBytes <= Self.headLimit else {
            isTooLarge = true
            return 0
        }
        if unsafe line.starts(with: "HTTP/".utf8) {
            // A new response: what came before was an interim one, or a proxy's.
            head.removeAll(keepingCapacity: true)
            isHeadComplete = false
        } else if unsafe line.first == 0x0D || line.first == 0x0A {
            isHeadComplete = true
        } else if !isHeadComplete {
            unsafe head.append(contentsOf: line)
        }
        return line.count
    }

    /// Takes a piece of the body; fewer bytes than were given end the transfer.
    private func takeBody(_ piece: UnsafeRawBufferPointer) -> Int {
        guard piece.count <= Self.bodyLimit - body.count else {
            isTooLarge = true
            return -1
        }
        unsafe body.append(contentsOf: piece)
        return piece.count
    }

    /// What became of the transfer.
    func outcome(_ code: CURLcode) -> CurlOutcome {
        CurlOutcome(
            code: code,
            words: unsafe String(cString: words),
            status: number(CURLINFO_RESPONSE_CODE),
            systemError: Int32(truncatingIfNeeded: number(CURLINFO_OS_ERRNO)),
            verifyResult: number(CURLINFO_SSL_VERIFYRESULT),
            wantsCertificate: certificateDemand?.isMade == true,
            proxyStatus: number(CURLINFO_HTTP_CONNECTCODE),
            progress: progress,
            headers: ResponseHead.fields(head),
            isHeadComplete: isHeadComplete || job?.isProbe == true,
            body: body,
            isTooLarge: isTooLarge || code == CURLE_FILESIZE_EXCEEDED,
            certificates: job?.isProbe == true ? certificates : []
        )
    }

    private var progress: Progress {
        if number(CURLINFO_RESPONSE_CODE) > 0 { return .receiving }
        if number(CURLINFO_REQUEST_SIZE) > 0 { return .waiting }
        if number(CURLINFO_LOCAL_PORT) > 0 { return .handshaking }
        return number(CURLINFO_NAMELOOKUP_TIME_T) > 0 ? .connecting : .resolving
    }

    private func number(_ info: CURLINFO) -> Int {
        var value = 0
        unsafe obe_getinfo_long(easy, info, &value)
        return value
    }

    private var certificates: [[UInt8]] {
        var address: UnsafeMutableRawPointer?
        unsafe obe_getinfo_pointer(easy, CURLINFO_CERTINFO, &address)
        guard let info = unsafe address?.assumingMemoryBound(to: curl_certinfo.self).pointee else {
            return []
        }
        return (0..<Int(unsafe info.num_of_certs)).compactMap { index in
            var next = unsafe info.certinfo?[index]
            while let entry = unsafe next {
                let text = unsafe String(cString: entry.pointee.data)
                if text.hasPrefix("Cert:") { return Array(text.utf8.dropFirst(5)) }
                unsafe next = entry.pointee.next
            }
            return nil
        }
    }
}
