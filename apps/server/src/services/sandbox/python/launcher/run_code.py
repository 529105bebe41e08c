"""Runs the user's code in a process that is locked in, and writes one result."""

import asyncio
import io
import json
import re
import signal
import sys
import traceback

FILE = 'code.py'
LONGEST_MESSAGE = 2000
# Integers beyond 2^53 have 16 digits or more.
_LONG_NUMBER = re.compile(r'\d{16}')
_LARGEST = 2**53 - 1


class Args:
    """What main is called with. `Args[Input]` is the same, for annotations."""

    def __init__(self, params):
        self.params = params
        self.input = params

    def __class_getitem__(cls, _item):
        return cls


class _Late(BaseException):
    pass


class _Failed(Exception):
    def __init__(self, failure, message, line=None):
        super().__init__(message)
        self.failure = failure
        self.line = line


class _Log(io.TextIOBase):
    """Keeps what is printed, up to a limit."""

    def __init__(self, most):
        self._most = most
        self._kept = 0
        self._parts = []

    def writable(self):
        return True

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f'write() argument must be str, not {type(text).__name__}')
        if self._kept <= self._most:
            part = text[: self._most - self._kept]
            self._parts.append(part)
            self._kept += len(part)
            if len(part) < len(text):
                self._kept = self._most + 1
        return len(text)

    def lines(self):
        lines = ''.join(self._parts).splitlines()
        if self._kept > self._most:
            lines.append(f'… more than {self._most} characters were printed: the rest is not kept.')
        return lines


def run_code(request, loop, write):
    """
    Calls `main` of the code of a request, and hands one line with what came of it to `write`, after it the line of the value.

    :param request: code, params, timeout in milliseconds, outputBytes, logCharacters
    :param loop: an event loop, made while that was possible
    """
    log = _Log(request['logCharacters'])
    sys.stdout = sys.stderr = log
    try:
        value = _value(request, loop)
        outcome = {'logs': log.lines()}
    except BaseException as error:  # noqa: BLE001: user code may raise anything
        _stop_timer()
        failed = _failure(error, request)
        # What its frames hold may be all the memory there is.
        traceback.clear_frames(error.__traceback__)
        value = None
        outcome = {'failure': failed.failure, 'message': str(failed)[:LONGEST_MESSAGE], 'line': failed.line, 'logs': log.lines()}
    text = json.dumps(outcome, ensure_ascii=False) + '\n' + ('' if value is None else value)
    write(text.encode('utf-8', 'replace'))


def _value(request, loop):
    signal.signal(signal.SIGALRM, _on_alarm)
    signal.setitimer(signal.ITIMER_REAL, request['timeout'] / 1000)
    try:
        code = compile(request['code'], FILE, 'exec', dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        raise _Failed('syntax', f'{type(error).__name__}: {getattr(error, "msg", error)}', getattr(error, 'lineno', None)) from None
    names = {'__name__': '__main__', '__builtins__': __builtins__, 'Args': Args, 'Output': dict}
    exec(code, names)
    main = names.get('main')
    if not callable(main):
        raise _Failed('no_main', 'The code has no function main: write "async def main(args: Args) -> Output:".')
    result = main(Args(request['params']))
    if asyncio.iscoroutine(result):
        result = loop.run_until_complete(result)
    text = _written(result)
    _stop_timer()
    if len(text) > request['outputBytes']:
        raise _Failed('output', 'What main returned is too large as JSON: return less.')
    return text


def _on_alarm(_signal, _frame):
    raise _Late


def _stop_timer():
    signal.setitimer(signal.ITIMER_REAL, 0)


def _written(value):
    try:
        try:
            text = json.dumps(value, ensure_ascii=False, allow_nan=False)
        except ValueError:
            text = json.dumps(_finite(value), ensure_ascii=False, allow_nan=False)
        if _LONG_NUMBER.search(text):
            _check_integers(value)
        return text
    except (TypeError, ValueError, RecursionError) as error:
        raise _Failed('output', f'What main returned cannot be written as JSON: {error}.') from None


def _finite(value):
    """The same with null for numbers that are not finite, as in JavaScript."""
    if isinstance(value, float) and (value != value or value in (float('inf'), float('-inf'))):
        return None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return value


def _check_integers(value):
    if isinstance(value, int) and abs(value) > _LARGEST:
        raise ValueError(f'{value} is beyond the whole numbers that JSON keeps exactly (2^53); return str() of it')
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ():
        _check_integers(item)


def _failure(error, request):
    if isinstance(error, _Failed):
        return error
    line = _line_of(error)
    if isinstance(error, _Late):
        return _Failed('timeout', f'It took longer than {request["timeout"] / 1000:g} s.', line)
    if isinstance(error, MemoryError):
        return _Failed('memory', 'It used more memory than it may.', line)
    if isinstance(error, RecursionError):
        return _Failed('memory', 'It recurses or nests too deeply.', line)
    if isinstance(error, SystemExit):
        return _Failed('thrown', 'The code ended itself (sys.exit) before main returned.', line)
    text = ''.join(traceback.format_exception_only(type(error), error)).strip()
    if isinstance(error, PermissionError):
        text += '. Code has no network, processes or files here.'
    return _Failed('thrown', text, line)


def _line_of(error):
    line = None
    for frame, number in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename == FILE:
            line = number
    return line
