import CLibcurl

/// One easy handle and what it receives; lives on libcurl's thread and is used again and again.
@safe final class CurlTransfer {
    /// The most bytes of a decoded body.
    static let bodyLimit = 4 * 1_024 * 1_024
    /// The most bytes of all heads of a response, interim ones and trailers included.
    static let headLimit = 65_536

    let easy: UnsafeMutableRawPointer
    var job: CurlJob?
    var isTooLarge = false
    /// Set if the transfer makes a TLS connection without a client certificate.
    var certificateDemand: CertificateDemand?
    private var head: [UInt8] = []
    private var headBytes = 0
    private var isHeadComplete = false
    private var body: [UInt8] = []
    private var lists: [UnsafeMutablePointer<curl_slist>]
    private let words: UnsafeMutablePointer<CChar>

    init?() {
        guard let easy = unsafe curl_easy_init() else { return nil }
        unsafe self.easy = easy
        unsafe lists = []
        unsafe words = UnsafeMutablePointer.allocate(capacity: Int(CURL_ERROR_SIZE))
    }

    deinit {
        clear()
        unsafe curl_easy_cleanup(easy)
        unsafe words.deallocate()
    }

    /// Makes the handle as new; connections live on in the multi handle.
    func clear() {
        unsafe curl_easy_reset(easy)
        while let list = unsafe lists.popLast() { unsafe curl_slist_free_all(list) }
        unsafe words[0] = 0
        job = nil
        certificateDemand = nil
        head = []
        headBytes = 0
        isHeadComplete = false
        body = []
        isTooLarge = false
    }

    /// Sets up the handle for a job.
    func prepare(_ job: CurlJob) {
        self.job = job
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
        configure(for: job)
    }

    /// Sets an option that is a list of texts.
    func set(_ option: CURLoption, _ texts: [String]) {
        var list: UnsafeMutablePointer<curl_slist>?
        for text in texts {
            guard let longer = unsafe curl_slist_append(list, text) else { break }
            unsafe list = longer
        }
        guard let list = unsafe list else { return }
        unsafe lists.append(list)
        unsafe obe_setopt_pointer(easy, option, list)
    }

    /// Takes a head's line; 0 ends the transfer.
    private func takeHead(_ line: UnsafeRawBufferPointer) -> Int {
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
            head: head,
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
