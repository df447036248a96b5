#ifndef OBE_CEPOLL_SHIM_H
#define OBE_CEPOLL_SHIM_H

// The parts of Linux that Swift's Glibc module leaves out. accept4 needs the feature macro.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#endif
