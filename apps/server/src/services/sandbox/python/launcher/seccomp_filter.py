"""The system calls that user code may make, as a program for seccomp. Whatever is not listed is refused with EPERM."""

import struct

# Name: number on x86_64, number on aarch64; None where the machine has no such call.
#
# Those with paths (openat, newfstatat and their elders) reach only what Landlock and the owner of the process leave. Nothing here makes
# a process, a thread, a socket or a file, sends a signal, or changes what the process is.
CALLS = {
    # its own descriptors
    'read': (0, 63), 'write': (1, 64), 'readv': (19, 65), 'writev': (20, 66), 'pread64': (17, 67), 'lseek': (8, 62), 'close': (3, 57),
    'fstat': (5, 80), 'poll': (7, None), 'ppoll': (271, 73), 'select': (23, None), 'pselect6': (270, 72),
    'epoll_ctl': (233, 21), 'epoll_wait': (232, None), 'epoll_pwait': (281, 22),
    # reading modules
    'open': (2, None), 'openat': (257, 56), 'stat': (4, None), 'lstat': (6, None), 'newfstatat': (262, 79), 'getdents64': (217, 61),
    'getcwd': (79, 17),
    # memory
    'brk': (12, 214), 'mmap': (9, 222), 'munmap': (11, 215), 'mremap': (25, 216), 'mprotect': (10, 226), 'madvise': (28, 233),
    # its own signals and timers
    'rt_sigaction': (13, 134), 'rt_sigprocmask': (14, 135), 'rt_sigreturn': (15, 139), 'sigaltstack': (131, 132),
    'setitimer': (38, 103), 'getitimer': (36, 102), 'restart_syscall': (219, 128),
    # time
    'clock_gettime': (228, 113), 'clock_getres': (229, 114), 'gettimeofday': (96, 169), 'time': (201, None),
    'nanosleep': (35, 101), 'clock_nanosleep': (230, 115),
    # what it is, and what it used
    'getpid': (39, 172), 'getppid': (110, 173), 'gettid': (186, 178), 'getuid': (102, 174), 'geteuid': (107, 175),
    'getgid': (104, 176), 'getegid': (108, 177), 'getrusage': (98, 165), 'times': (100, 153), 'sched_getaffinity': (204, 123),
    # the rest of what an interpreter needs
    'futex': (202, 98), 'sched_yield': (24, 124), 'getrandom': (318, 278), 'rseq': (334, 293), 'set_robust_list': (273, 99),
    'exit': (60, 93), 'exit_group': (231, 94),
}

# Allowed only where an argument has one of these values: fcntl that reads or keeps flags (others make the kernel send signals),
# and prlimit64 on the process itself.
ARGUMENTS = {
    'fcntl': ((72, 25), 1, (1, 2, 3)),  # F_GETFD, F_SETFD, F_GETFL
    'prlimit64': ((302, 261), 0, (0,)),
}

MACHINES = {'x86_64': (0, 0xC000003E), 'aarch64': (1, 0xC00000B7)}

_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _KILL, _EPERM = 0x7FFF0000, 0x80000000, 0x00050000 | 1


def _instruction(code, value, if_true=0, if_false=0):
    return struct.pack('=HBBI', code, if_true, if_false, value)


def seccomp_program(machine):
    """The program, as bytes; raises KeyError for a machine whose calls are not known."""
    column, architecture = MACHINES[machine]
    program = [
        _instruction(_LOAD, 4),
        _instruction(_EQUAL, architecture, if_true=1),
        # Calls of another architecture have other numbers.
        _instruction(_RETURN, _KILL),
        _instruction(_LOAD, 0),
    ]
    for numbers in CALLS.values():
        if numbers[column] is not None:
            program += [_instruction(_EQUAL, numbers[column], if_false=1), _instruction(_RETURN, _ALLOW)]
    for numbers, argument, values in ARGUMENTS.values():
        checks = [
            part
            for value in values
            for part in (_instruction(_EQUAL, value, if_false=1), _instruction(_RETURN, _ALLOW))
        ]
        # The kernel takes both arguments as 32 bits, which are the lower half: both machines are little-endian.
        body = [_instruction(_LOAD, 16 + 8 * argument), *checks, _instruction(_RETURN, _EPERM)]
        program += [_instruction(_EQUAL, numbers[column], if_false=len(body)), *body]
    program.append(_instruction(_RETURN, _EPERM))
    return b''.join(program)
