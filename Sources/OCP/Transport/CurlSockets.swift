import CLibcurl
import Glibc
import Kernel

/// Tells libcurl what happens to its sockets, and when its next deadline passes.
///
/// `curl_multi_poll` and `curl_multi_perform` look at every transfer there is at each wake-up. With
/// 256 in flight that was more than half of what a poll cost; here libcurl looks only at those to
/// which something happened.
///
/// It lives on libcurl's thread, and must be kept until the multi handle is gone.
@safe final class CurlSockets {
    private let multi: UnsafeMutableRawPointer
    private let epoll: Epoll
    private let mailbox: Mailbox<CurlQueue.Mail>
    /// What libcurl waits for, by descriptor; nil where it waits for nothing.
    private var interests: [Int32: Int32] = [:]
    /// When libcurl wants to be called, in nanoseconds of the monotonic clock; 0 for at once.
    private var deadline: UInt64?

    /// Begins to watch.
    ///
    /// - Parameters:
    ///   - multi: the handle whose sockets are watched.
    ///   - mailbox: ends the wait when something is posted to it.
    /// - Throws: the error of the kernel if it has no descriptor to give.
    init(
        _ multi: UnsafeMutableRawPointer,
        _ mailbox: Mailbox<CurlQueue.Mail>
    ) throws(SystemError) {
        unsafe self.multi = multi
        self.mailbox = mailbox
        epoll = try Epoll()
        try epoll.add(mailbox.bellNumber, for: .readable, token: Self.token(mailbox.bellNumber))
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        let socketChanged: curl_socket_callback = { _, socket, interest, context, _ in
            guard let context = unsafe context else { return 0 }
            unsafe Unmanaged<CurlSockets>.fromOpaque(context).takeUnretainedValue()
                .watch(socket, interest)
            return 0
        }
        let timerChanged: curl_multi_timer_callback = { _, milliseconds, context in
            guard let context = unsafe context else { return 0 }
            unsafe Unmanaged<CurlSockets>.fromOpaque(context).takeUnretainedValue()
                .setDeadline(in: milliseconds)
            return 0
        }
        unsafe obe_multi_setopt_socket_callback(multi, socketChanged, context)
        unsafe obe_multi_setopt_timer_callback(multi, timerChanged, context)
    }

    /// Waits until something happens, and has libcurl attend to it.
    ///
    /// - Parameter isIdle: false to look only, because there is other work.
    func attend(isIdle: Bool) {
        let count = epoll.wait(milliseconds: isIdle ? wait : 0)
        for index in 0..<count {
            let event = epoll.event(index)
            let socket = Int32(truncatingIfNeeded: event.token)
            guard socket != mailbox.bellNumber else {
                mailbox.silence()
                continue
            }
            guard interests[socket] != nil else {
                // A connection that is kept, and that the other side has closed.
                epoll.remove(socket)
                continue
            }
            var left: Int32 = 0
            unsafe curl_multi_socket_action(multi, socket, Self.actions(event), &left)
        }
        attendToDeadline()
    }

    /// Has libcurl start the transfers that were added, and end those whose time is up.
    func attendToDeadline() {
        guard let deadline, deadline == 0 || deadline <= Self.now else { return }
        // libcurl sets the next one, and this one again if it comes too early.
        self.deadline = nil
        var left: Int32 = 0
        unsafe curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &left)
    }

    /// How long to wait, in milliseconds for epoll_wait(2); rounded up, or it would turn in circles.
    private var wait: Int32 {
        guard let deadline else { return -1 }
        guard deadline > 0 else { return 0 }
        let now = Self.now
        guard deadline > now else { return 0 }
        return Int32(clamping: (deadline - now + 999_999) / 1_000_000)
    }

    private func setDeadline(in milliseconds: Int) {
        deadline =
            switch milliseconds {
            case ..<0: nil
            case 0: 0
            default: Self.now &+ UInt64(milliseconds.magnitude) &* 1_000_000
            }
    }

    /// Watches a socket for what libcurl waits for.
    ///
    /// libcurl waits for nothing between the requests on a connection. The kernel goes on watching it
    /// nevertheless, for leaving it and entering it again takes two calls for each request. A socket
    /// that is closed leaves by itself.
    ///
    /// Where the kernel refuses, the transfer waits for its deadline: told of a failure, libcurl would
    /// give up all transfers for ever.
    private func watch(_ socket: Int32, _ interest: Int32) {
        guard interest != CURL_POLL_REMOVE else {
            interests[socket] = nil
            return
        }
        interests[socket] = interest
        var events: Epoll.Events = []
        if interest & CURL_POLL_IN != 0 { events.insert(.readable) }
        if interest & CURL_POLL_OUT != 0 { events.insert(.writable) }
        let token = Self.token(socket)
        do throws(SystemError) {
            try epoll.change(socket, to: events, token: token)
        } catch {
            try? epoll.add(socket, for: events, token: token)
        }
    }

    private static func token(_ descriptor: Int32) -> UInt64 {
        UInt64(truncatingIfNeeded: descriptor)
    }

    /// What libcurl is told: it finds out by itself what broke, when it reads or writes.
    private static func actions(_ event: Epoll.Event) -> Int32 {
        (event.isBroken || event.isReadable ? CURL_CSELECT_IN : 0)
            | (event.isBroken || event.isWritable ? CURL_CSELECT_OUT : 0)
    }

    private static var now: UInt64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec.magnitude) &* 1_000_000_000 &+ UInt64(time.tv_nsec.magnitude)
    }
}
