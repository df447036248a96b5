#ifndef OBE_CEPOLL_SHIM_H
#define OBE_CEPOLL_SHIM_H

// The parts of Linux that Swift's Glibc module leaves out.
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

// Declared by the C library for _GNU_SOURCE only, which would contradict the Glibc module elsewhere.
#ifndef __USE_GNU
extern int accept4(int socket, struct sockaddr *address, socklen_t *length, int flags);
extern int pthread_setname_np(pthread_t thread, const char *name);
#endif

#endif
