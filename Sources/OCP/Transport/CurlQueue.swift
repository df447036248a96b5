import Kernel

/// Hands jobs to libcurl's thread, and runs tasks on it.
///
/// A task that prefers this executor goes on where its answer came, and its next request starts
/// there too: no other thread is woken up for either. What is in such a task must be short.
final class CurlQueue: TaskExecutor {
    /// What the thread has to look at.
    struct Work: Sendable {
        var jobs: [CurlJob] = []
        var cancelled: [UInt64] = []
        var isStopping = false
    }

    /// All that was handed over.
    struct Mail: Sendable {
        fileprivate var tasks: [UnownedJob] = []
        fileprivate var work = Work()
        fileprivate var lastID: UInt64 = 0
        /// True when the thread has ended.
        fileprivate var isClosed = false

        fileprivate var isEmpty: Bool {
            tasks.isEmpty && work.jobs.isEmpty && work.cancelled.isEmpty && !work.isStopping
        }
    }

    /// Wakes up the thread when there is something to do.
    let mailbox: Mailbox<Mail>

    init() throws(SystemError) {
        mailbox = try Mailbox(Mail())
    }

    /// A number for the next job.
    func nextID() -> UInt64 {
        mailbox.take { mail in
            mail.lastID += 1
            return mail.lastID
        }
    }

    /// Hands over a job; false if the thread has ended, or if this task is cancelled already.
    func submit(_ job: CurlJob) -> Bool {
        mailbox.post { mail in
            // Under the lock that `cancel` takes: one that comes later finds the job.
            guard !mail.isClosed, !Task.isCancelled else { return false }
            mail.work.jobs.append(job)
            return true
        }
    }

    /// Asks to end a job; one that has ended already stays as it is.
    func cancel(_ id: UInt64) {
        _ = post { $0.work.cancelled.append(id) }
    }

    /// Asks the thread to end.
    func stop() {
        _ = post { $0.work.isStopping = true }
    }

    /// Runs a piece of a task on the thread; elsewhere if the thread has ended.
    func enqueue(_ job: consuming ExecutorJob) {
        let task = UnownedJob(job)
        guard !post({ $0.tasks.append(task) }) else { return }
        globalConcurrentExecutor.enqueue(task)
    }

    /// Takes the pieces of tasks to run.
    func takeTasks() -> [UnownedJob] {
        mailbox.take { mail in
            guard !mail.tasks.isEmpty else { return [] }
            defer { mail.tasks = [] }
            return mail.tasks
        }
    }

    /// Takes what else there is to do.
    func takeWork() -> Work {
        mailbox.take { mail in
            defer { mail.work = Work(isStopping: mail.work.isStopping) }
            return mail.work
        }
    }

    /// Tells whether the thread may wait; from then on it is woken up.
    func fallsAsleep() -> Bool {
        mailbox.sleeps { $0.isEmpty }
    }

    /// Takes nothing any more; gives the jobs that nobody will do.
    func close() -> [CurlJob] {
        let (jobs, tasks) = mailbox.take { mail in
            mail.isClosed = true
            defer {
                mail.work = Work(isStopping: true)
                mail.tasks = []
            }
            return (mail.work.jobs, mail.tasks)
        }
        for task in tasks { globalConcurrentExecutor.enqueue(task) }
        return jobs
    }

    /// Changes what there is to do, and wakes up the thread; false if that has ended.
    private func post(_ change: (inout Mail) -> Void) -> Bool {
        mailbox.post { mail in
            guard !mail.isClosed else { return false }
            change(&mail)
            return true
        }
    }
}
