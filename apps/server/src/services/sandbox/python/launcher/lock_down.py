"""Locks the process in before user code runs: limits, another user, Landlock, seccomp."""

import ctypes
import os
import platform
import resource
import signal
import struct
import sys

from seccomp_filter import MACHINES, seccomp_program

# Between the users that systemd gives away and "nobody", in a range that is left unused by convention; a 16-bit number, since a
# container may have no others.
UNUSED_ID = 65533

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
_SECCOMP_MODE_FILTER = 2
_LANDLOCK_CREATE_RULESET, _LANDLOCK_ADD_RULE, _LANDLOCK_RESTRICT_SELF = 444, 445, 446
_LANDLOCK_VERSION, _LANDLOCK_PATH_BENEATH = 1, 1
_READ_FILE, _READ_DIRECTORY = 1 << 2, 1 << 3
_CPU_SECONDS = 3600

_libc = ctypes.CDLL(None, use_errno=True)
# Looked up before the process is locked in, and called with nothing but numbers.
_prctl, _syscall = _libc.prctl, _libc.syscall


class CannotLock(Exception):
    """The system lacks what is needed; the text says what."""


def _checked(what, result):
    if result == -1:
        raise CannotLock(f'{what}: {os.strerror(ctypes.get_errno())}')
    return result


def _long(*values):
    return [ctypes.c_ulong(value) for value in values]


def landlock_rules(paths):
    """A ruleset that denies everything but reading beneath the paths, made once and used by every process. Returns its descriptor."""
    version = _syscall(*_long(_LANDLOCK_CREATE_RULESET, 0, 0, _LANDLOCK_VERSION))
    if version < 1:
        raise CannotLock('this kernel has no Landlock (it came with Linux 5.13 and can be switched off)')
    files = (1 << (13 if version < 2 else 14 if version < 3 else 15 if version < 5 else 16)) - 1
    # All files, TCP (since version 4), and sockets and signals outside (since version 6).
    handled = struct.pack('=QQQ', files, 3, 3)[: 8 if version < 4 else 16 if version < 6 else 24]
    ruleset = _checked('Landlock', _syscall(*_long(_LANDLOCK_CREATE_RULESET), handled, *_long(len(handled), 0)))
    for path in paths:
        try:
            parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            continue
        access = _READ_FILE | (_READ_DIRECTORY if os.path.isdir(path) else 0)
        rule = struct.pack('=Qi', access, parent)
        _checked('Landlock', _syscall(*_long(_LANDLOCK_ADD_RULE, ruleset, _LANDLOCK_PATH_BENEATH), rule, *_long(0)))
        os.close(parent)
    return ruleset


def seccomp_filter():
    """The filter for this machine."""
    machine = platform.machine()
    if sys.platform != 'linux' or machine not in MACHINES or sys.maxsize < 2**32:
        raise CannotLock(f'only Linux on x86_64 and aarch64 is known, and this is {sys.platform} on {machine}')
    return seccomp_program(machine)


def limit(memory_bytes):
    """Limits what the process may use; memory is counted from what it has already."""
    if sys.platform == 'linux':
        with open('/proc/self/statm', encoding='ascii') as statm:
            present = int(statm.read().split()[0]) * resource.getpagesize()
        # Should the machine run out of memory, this process is ended first.
        with open('/proc/self/oom_score_adj', 'w', encoding='ascii') as score:
            score.write('1000')
    else:
        present = 0
    limits = {
        'RLIMIT_AS': present + memory_bytes,
        'RLIMIT_CORE': 0,
        'RLIMIT_CPU': _CPU_SECONDS,
        'RLIMIT_FSIZE': 0,
        'RLIMIT_MEMLOCK': 0,
        'RLIMIT_MSGQUEUE': 0,
        'RLIMIT_NOFILE': 32,
        'RLIMIT_NPROC': 0,
    }
    for name, value in limits.items():
        kind = getattr(resource, name, None)
        if kind is None:
            continue
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))


def become_nobody():
    """Root becomes a user that owns nothing."""
    if os.geteuid() != 0:
        return
    try:
        os.setgroups([])
        os.setresgid(UNUSED_ID, UNUSED_ID, UNUSED_ID)
        os.setresuid(UNUSED_ID, UNUSED_ID, UNUSED_ID)
    except OSError as error:
        raise CannotLock(f'root cannot become another user ({error.strerror})') from None


def die_with_parent(parent):
    """Ends this process when its parent ends. After the change of user, which would undo it."""
    if sys.platform != 'linux':
        return
    _prctl(*_long(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0))
    # Nothing of the same user may look into it.
    _prctl(*_long(_PR_SET_DUMPABLE, 0, 0, 0, 0))
    if os.getppid() != parent:
        os._exit(0)


def enclose(ruleset, program):
    """Locks the process in, for good."""
    _checked('no_new_privs', _prctl(*_long(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)))
    _checked('Landlock', _syscall(*_long(_LANDLOCK_RESTRICT_SELF, ruleset, 0)))
    os.close(ruleset)
    instructions = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: a count, padding, an address.
    description = struct.pack('@HP', len(program) // 8, ctypes.addressof(instructions))
    _checked('seccomp', _prctl(*_long(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER), description, *_long(0, 0)))
