// Tells the thread sanitizer of the locks of Swift's `Mutex` for which somebody waited.
//
// A `Mutex` that nobody else wants is taken and given back by atomic operations in the program's
// own code, which the sanitizer sees. Else the kernel does it, called from libswiftSynchronization,
// which the sanitizer does not see: each contended lock would be reported as a race. Loaded before
// that library (LD_PRELOAD), this stands in for its two functions, calls them, and says what they
// do.
#define _GNU_SOURCE
#include <dlfcn.h>

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *mutex

// Absent in programs that are built without the sanitizer, such as `swift` itself.
extern void __tsan_acquire(void *) __attribute__((weak));
extern void __tsan_release(void *) __attribute__((weak));

SWIFT void mutex_lock_slow(unsigned thread, SELF) __asm__(LOCK);
SWIFT void mutex_unlock_slow(SELF) __asm__(UNLOCK);

SWIFT void mutex_lock_slow(unsigned thread, SELF)
{
    SWIFT void (*lock)(unsigned, SELF) = (SWIFT void (*)(unsigned, SELF))dlsym(RTLD_NEXT, LOCK);
    lock(thread, mutex);
    if (__tsan_acquire) __tsan_acquire(mutex);
}

SWIFT void mutex_unlock_slow(SELF)
{
    SWIFT void (*unlock)(SELF) = (SWIFT void (*)(SELF))dlsym(RTLD_NEXT, UNLOCK);
    if (__tsan_release) __tsan_release(mutex);
    unlock(mutex);
}
