import CEpoll
import CLibcurl
import Glibc

/// Tells libcurl what happens to its sockets, and when its next deadline passes.
///
/// `curl_multi_poll` and `curl_multi_perform` look at every transfer there is at each wake-up. With
/// 256 in flight that was more than half of what a poll cost; here libcurl looks only at those to
/// which something happened.
///
/// It lives on libcurl's thread, and must be kept until the multi handle is gone.
@safe final class CurlSockets {
    /// The most events that are taken at once; the others are there the next time.
    private static let eventLimit = 256

    private let multi: UnsafeMutableRawPointer
    private let epoll: Int32
    private let bell: Int32
    private var events: [epoll_event]
    /// What libcurl waits for, by descriptor; nil where it waits for nothing.
    private var interests: [Int32: Int32] = [:]
    /// When libcurl wants to be called, in nanoseconds of the monotonic clock; 0 for at once.
    private var deadline: UInt64?

    /// Begins to watch.
    ///
    /// - Parameters:
    ///   - multi: the handle whose sockets are watched.
    ///   - bell: an event counter of eventfd(2) that ends the wait.
    init?(multi: UnsafeMutableRawPointer, bell: Int32) {
        unsafe self.multi = multi
        self.bell = bell
        unsafe events = Array(repeating: epoll_event(), count: Self.eventLimit)
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0, control(EPOLL_CTL_ADD, bell, EPOLLIN.rawValue) else { return nil }
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

    deinit {
        if epoll >= 0 { close(epoll) }
    }

    /// Waits until something happens, and has libcurl attend to it.
    ///
    /// - Parameter isIdle: false to look only, because there is other work.
    func attend(isIdle: Bool) {
        let count = unsafe epoll_wait(
            epoll,
            &events,
            Int32(Self.eventLimit),
            isIdle ? wait : 0
        )
        for index in 0..<max(0, Int(count)) {
            let event = unsafe events[index]
            let socket = unsafe event.data.fd
            guard socket != bell else {
                var rings: UInt64 = 0
                unsafe _ = read(bell, &rings, 8)
                continue
            }
            guard interests[socket] != nil else {
                // A connection that is kept, and that the other side has closed.
                _ = control(EPOLL_CTL_DEL, socket, 0)
                continue
            }
            var left: Int32 = 0
            unsafe curl_multi_socket_action(multi, socket, Self.actions(event.events), &left)
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
        var events: UInt32 = 0
        if interest & CURL_POLL_IN != 0 { events |= EPOLLIN.rawValue }
        if interest & CURL_POLL_OUT != 0 { events |= EPOLLOUT.rawValue }
        guard !control(EPOLL_CTL_MOD, socket, events) else { return }
        _ = control(EPOLL_CTL_ADD, socket, events)
    }

    private func control(_ operation: Int32, _ descriptor: Int32, _ events: UInt32) -> Bool {
        var event = unsafe epoll_event(events: events, data: epoll_data_t(fd: descriptor))
        return unsafe epoll_ctl(epoll, operation, descriptor, &event) == 0
    }

    /// What libcurl is told: it finds out by itself what broke, when it reads or writes.
    private static func actions(_ events: UInt32) -> Int32 {
        var actions: Int32 = 0
        let isBroken = events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0
        if isBroken || events & EPOLLIN.rawValue != 0 { actions |= CURL_CSELECT_IN }
        if isBroken || events & EPOLLOUT.rawValue != 0 { actions |= CURL_CSELECT_OUT }
        return actions
    }

    private static var now: UInt64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec.magnitude) &* 1_000_000_000 &+ UInt64(time.tv_nsec.magnitude)
    }
}
