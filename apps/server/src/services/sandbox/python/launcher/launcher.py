"""
Makes the processes in which Python code of users runs. It has imported what they may need, and forks one for each run.

It is started with the path of a Unix socket, the isolation ("full" or "process") and the bytes of memory that a run may use. On its
standard input it takes lines "fork TOKEN" and "kill TOKEN"; on its output it writes a line of JSON once it is ready or cannot be, and then
"exit TOKEN STATUS" whenever a process has ended. A process connects to the socket by itself, so that neither code nor parameters nor
results ever pass through here, from where the next process would inherit them. At the end of the input everything ends.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import asyncio
import contextlib
import gc
import importlib
import importlib.util
import json
import select
import signal
import socket
import struct
import time
import traceback

import lock_down
import run_code

del sys.path[0]

# Imported once here: it saves time, and the libraries of some could not be loaded later. Other modules of the standard library and installed
# packages are read when they are imported.
MODULES = """
abc array ast base64 binascii bisect bz2 calendar codecs collections collections.abc colorsys concurrent.futures contextlib copy csv ctypes
dataclasses datetime decimal difflib email email.message email.mime.text encodings.ascii encodings.big5 encodings.gb18030 encodings.gbk
encodings.idna encodings.latin_1 encodings.utf_16 encodings.utf_8_sig enum fnmatch fractions functools glob gzip hashlib heapq hmac html
html.entities html.parser http http.client inspect io ipaddress itertools json keyword linecache locale logging lzma math mimetypes
multiprocessing numbers operator os pathlib pickle platform pprint queue random re secrets shlex shutil sqlite3 ssl statistics string struct
subprocess tempfile textwrap threading time timeit token tokenize traceback types typing unicodedata unittest urllib.parse urllib.request
uuid warnings weakref xml.dom.minidom xml.etree.ElementTree zipfile zlib zoneinfo
httpx numpy
""".split()

ZONES = ('/usr/share/zoneinfo', '/usr/lib/zoneinfo', '/usr/share/lib/zoneinfo', '/etc/zoneinfo', '/etc/localtime')


def preload():
    for name in MODULES:
        try:
            importlib.import_module(name)
        # What is not installed, or is broken, is missing in the user's code as well.
        except Exception:  # noqa: BLE001, S112
            continue
    time.tzset()


def readable_paths():
    return [path for path in sys.path if os.path.isdir(path)] + [path for path in ZONES if os.path.exists(path)]


class Server:
    def __init__(self, address, isolation, memory_bytes):
        self.address = address
        self.memory_bytes = memory_bytes
        self.tokens = {}
        self.processes = {}
        is_full = isolation == 'full'
        self.program = lock_down.seccomp_filter() if is_full else None
        self.rules = lock_down.landlock_rules(readable_paths()) if is_full else None

    def serve(self):
        # A child's end wakes the loop by a byte in this pipe.
        reader, writer = os.pipe()
        os.set_blocking(reader, False)
        os.set_blocking(writer, False)
        signal.signal(signal.SIGCHLD, lambda _signal, _frame: None)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        pending = b''
        while True:
            ready = select.select([0, reader], [], [])[0]
            if reader in ready:
                os.read(reader, 4096)
                self.reap()
            if 0 in ready:
                data = os.read(0, 65536)
                if not data:
                    return
                *lines, pending = (pending + data).split(b'\n')
                for line in lines:
                    command, token = line.decode().split(' ')
                    (self.fork if command == 'fork' else self.kill)(token)

    def fork(self, token):
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            try:
                self.child(token, parent)
            except BaseException:  # noqa: BLE001: a child must never go on as its parent
                traceback.print_exc()
            finally:
                os._exit(70)
        self.processes[token] = pid
        self.tokens[pid] = token

    def kill(self, token):
        pid = self.processes.get(token)
        # Not yet waited for, so the number is still its own.
        if pid is not None:
            os.kill(pid, signal.SIGKILL)

    def reap(self):
        while self.tokens:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            token = self.tokens.pop(pid)
            del self.processes[token]
            say(f'exit {token} {os.waitstatus_to_exitcode(status)}')

    def child(self, token, parent):
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.connect(self.address)
        connection.sendall(f'{token}\n'.encode())
        # Nothing is left of the launcher's own descriptors, and its errors are not the user's.
        nothing = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(nothing, descriptor)
        kept = {connection.fileno(), self.rules}
        for descriptor in range(3, 64):
            if descriptor not in kept:
                try:
                    os.close(descriptor)
                except OSError:
                    continue
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        if 'numpy' in sys.modules:
            sys.modules['numpy'].random.seed()
        try:
            os.nice(5)
            lock_down.limit(self.memory_bytes)
            lock_down.become_nobody()
            lock_down.die_with_parent(parent)
            if self.rules is not None:
                lock_down.enclose(self.rules, self.program)
        except (lock_down.CannotLock, OSError, ValueError) as error:
            os.write(connection.fileno(), f'refused {error}\n'.encode())
            return
        descriptor = connection.fileno()
        os.write(descriptor, b'ready\n')
        request = read_request(descriptor)
        if request is None:
            return
        # Whoever is told nothing of this may give the run to another process.
        os.write(descriptor, b'begun\n')
        run_code.run_code(request, loop, lambda data: write_all(descriptor, data))
        os._exit(0)


def read_request(descriptor):
    size = read_exactly(descriptor, 4)
    if size is None:
        return None
    data = read_exactly(descriptor, struct.unpack('>I', size)[0])
    return None if data is None else json.loads(data)


def read_exactly(descriptor, size):
    data = bytearray()
    while len(data) < size:
        part = os.read(descriptor, min(size - len(data), 1 << 20))
        if not part:
            return None
        data += part
    return bytes(data)


def write_all(descriptor, data):
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view):]


def say(line):
    os.write(1, f'{line}\n'.encode())


def main():
    address, isolation, memory_bytes = sys.argv[1:]
    sys.argv = ['code.py']
    preload()
    # Kept from the environment is the time zone alone.
    zone = os.environ.get('TZ')
    os.environ.clear()
    if zone is not None:
        os.environ['TZ'] = zone
    os.chdir('/')
    try:
        server = Server(address, isolation, int(memory_bytes))
    except lock_down.CannotLock as error:
        say(json.dumps({'refused': str(error)}))
        return
    say(json.dumps({'ready': sys.version.split()[0]}))
    # The children share this memory for as long as nobody writes to it.
    gc.collect()
    gc.freeze()
    try:
        server.serve()
    finally:
        for pid in list(server.tokens):
            os.kill(pid, signal.SIGKILL)
        # Where the server was killed nobody else removes it.
        with contextlib.suppress(OSError):
            os.unlink(address)
            os.rmdir(os.path.dirname(address))


main()
