"""Writes the files in own/ with NumPy and safetensors, and own.json with what NumPy makes of them as float32.

    pip install numpy safetensors
    python tests/data/own.py           # writes them all
    python tests/data/own.py --check   # reads them instead, and compares with own.json

The files in own/bad/ are broken on purpose; what is said about each stands in tests/own_files.rs.
"""

import io
import json
import shutil
import struct
import sys
import zipfile
from pathlib import Path

import numpy as np
import safetensors
import safetensors.numpy

FOLDER = Path(__file__).with_name("own")
RECORD = Path(__file__).with_name("own.json")

INTEGERS = ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"]
FLOATS = ["f2", "f4", "f8"]


def values(kind, shape):
    """Ordinary values and the ends of the type's range, in this shape."""
    count = int(np.prod(shape))
    if kind == "b1":
        return np.arange(count).reshape(shape) % 3 == 0
    if kind in INTEGERS:
        info = np.iinfo(kind)
        ends = [info.min, info.max, info.max - 1, info.max // 2 + 1, 0, 1]
        # Halfway between two float32: to the even one
        ties = [n for n in [2**24 + 1, 2**24 + 3, 2**53 + 1] if n <= info.max]
        some = ends + ties + [n % 100 for n in range(count)]
    else:
        info = np.finfo(kind)
        ends = [np.nan, np.inf, -np.inf, -0.0, info.max, info.min, info.smallest_normal, info.smallest_subnormal]
        # Halfway between two float32, out of its range, and below its least
        ties = [1 + 2.0**-24, 1 + 3 * 2.0**-24, 1e300, 2.0**-150, 3e-46] if kind == "f8" else []
        some = ends + ties + [n / 7 - 1 for n in range(count)]
    return np.array(some[:count], dtype=kind).reshape(shape)


def npy(array, version=None):
    file = io.BytesIO()
    np.lib.format.write_array(file, array, version)
    return file.getvalue()


class Stream(io.RawIOBase):
    """A file that cannot go back, for which archives have their lengths after the content."""

    def __init__(self):
        self.bytes = bytearray()

    def writable(self):
        return True

    def write(self, more):
        self.bytes += more
        return len(more)


def npz(arrays, save=np.savez, file=None):
    file = file or io.BytesIO()
    save(file, **arrays)
    return bytes(file.bytes) if isinstance(file, Stream) else file.getvalue()


def npz64(arrays):
    """As for more than 4 GiB and 65,535 members."""
    limits = zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT
    zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = 10, 1
    try:
        return npz(arrays)
    finally:
        zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = limits


def arrays_of_numpy():
    """Name of a file, its bytes, and its arrays."""
    for kind in ["b1", *INTEGERS, *FLOATS]:
        array = values(kind, (2, 3, 4))
        for order in "CF":
            for end in "<>" if array.itemsize > 1 else "|":
                ordered = np.asarray(array, dtype=end + kind, order=order)
                name = {"<": "little", ">": "big", "|": "one"}[end]
                yield f"{kind}-{name}-{order}.npy", npy(ordered), {"": ordered}
    for version in [(1, 0), (2, 0), (3, 0)]:
        array = values("f4", (3, 5))
        yield f"version-{version[0]}.npy", npy(array, version), {"": array}
    for rank in range(6):
        for order in "CF":
            array = np.asarray(values("i2", (2, 3, 1, 4, 2)[:rank]), order=order)
            yield f"rank-{rank}-{order}.npy", npy(array), {"": array}
    for shape in [(0,), (2, 0, 3)]:
        array = np.zeros(shape, order="F")
        yield f"empty-{len(shape)}.npy", npy(array), {"": array}


def archives():
    some = {
        "x": values("f4", (2, 3, 2, 2)),
        "turned": np.asfortranarray(values("f8", (3, 4, 2))),
        "one": np.array(2.5),
        "μ/σ": values("i8", (5,)),
        "none": np.zeros((0, 3)),
    }
    yield "stored.npz", npz(some), some
    yield "deflated.npz", npz(some, np.savez_compressed), some
    yield "descriptors.npz", npz(some, np.savez_compressed, Stream()), some
    yield "descriptors-stored.npz", npz(some, np.savez, Stream()), some
    yield "long.npz", npz64(some), some
    mixed = {"complex": np.zeros(2, "c8"), "text": np.array(["a"]), "x": some["x"], "six": np.zeros((1,) * 6)}
    yield "mixed.npz", npz(mixed), mixed
    # Longer than what a stream refers to, and than a piece
    tiled = {"x": np.resize(values("f4", (17,)), (70, 5000)), "y": np.asfortranarray(np.resize(np.arange(7.0), (700, 50)))}
    yield "large.npz", npz(tiled, np.savez_compressed), tiled


def safe():
    arrays = {kind: values(kind, (2, 3, 4)) for kind in ["b1", *INTEGERS, *FLOATS]}
    yield "all.safetensors", safetensors.numpy.save(arrays, metadata={"format": "np", "quote": "\"é\\\n"}), arrays
    arrays = {"scalar": np.array(1.5, "f4"), "empty": np.zeros((2, 0), "f4"), "a.\"weight\"": values("f2", (1, 2, 3, 2, 1))}
    arrays["model.layers.0." * 8 + "weight"] = np.array([1, 2], "f4")
    yield "shapes.safetensors", safetensors.numpy.save(arrays), arrays
    # The upper halves of float32: ordinary ones, ±0, ±∞, NaN, the largest and the smallest
    halves = np.array([0x3F80, 0xBF80, 0x4049, 0, 0x8000, 0x7F80, 0xFF80, 0x7FC0, 0x7F7F, 1, 0x80, 0x4000], "<u2").reshape(3, 4)
    float32 = (halves.astype("u4") << 16).view("f4")
    eight = np.arange(4, dtype="u1")
    spec = lambda dtype, array: safetensors.TensorSpec(
        dtype=dtype, shape=list(array.shape), data_ptr=array.ctypes.data, data_len=array.nbytes
    )
    tensors = {"bf16": spec("bfloat16", halves), "f8": spec("float8_e4m3fn", eight)}
    yield "bf16.safetensors", bytes(safetensors.serialize(tensors)), {"bf16": float32, "f8": None}


def tables():
    table = np.array([[1, -2.5, 1e-3], [0.1, 1e10, -0.0], [3, 1 / 3, 16777217]])
    odd = np.array([[np.nan, np.inf], [-np.inf, 1]])
    text = lambda array, **how: (file := io.StringIO(), np.savetxt(file, array, **how))[0].getvalue()
    comma = lambda text: text.replace(".", ",")
    # It has fewer digits, so what NumPy reads of it counts.
    short = text(table, fmt="%g", delimiter=", ")
    files = {
        "plain.csv": (text(table, delimiter=","), table),
        "short.csv": (short, np.loadtxt(io.StringIO(short), delimiter=",")),
        "blanks.txt": (text(table), table),
        "aligned.txt": (text(table, fmt="%30.20g", delimiter=""), table),
        "tabs.tsv": (text(table, delimiter="\t"), table),
        "comment.csv": (text(table, delimiter=",", header="a,b,c"), table),
        "head.csv": (text(table, delimiter=",", header="a,\"b, or \"\"β\"\"\",c", comments=""), table),
        "lines.csv": (text(table, delimiter=",", newline="\r\n"), table),
        "mark.csv": ("\ufeffa;b;c\n" + text(table, delimiter=";"), table),
        "decimals.csv": (comma(text(table, fmt="%.17g", delimiter=";")), table),
        "decimals.tsv": (comma(text(table, fmt="%.17g", delimiter="\t")), table),
        "quoted.csv": ("\n".join(",".join(f'"{cell!r}"' for cell in row) for row in table.tolist()), table),
        "odd.csv": (text(odd, delimiter=","), odd),
        "words.csv": ("NaN,Infinity\n-inf,+1.\n\n  \n# end", odd),
        "column.csv": ("x\n1\n2\n", np.array([[1.0], [2.0]])),
        "row.csv": ("1 2 3", np.array([[1.0, 2.0, 3.0]])),
    }
    for name, (text, array) in files.items():
        yield name, text.encode(), {"": array}


def member(name, content, method=zipfile.ZIP_STORED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr(zipfile.ZipInfo(name), content, method)
    return file.getvalue()


def head(text, version=1, length=None):
    text = text.encode()
    field = struct.pack("<H" if version == 1 else "<I", len(text) if length is None else length)
    return b"\x93NUMPY" + bytes([version, 0]) + field + text


def described(descr="'<f4'", order="False", shape="(2,)", more=""):
    return head(f"{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, {more}}}\n")


def header(tensors, data=b"", length=None):
    text = (tensors if isinstance(tensors, str) else json.dumps(tensors)).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + data


def tensor(begin, end, shape=(2,), dtype="F32"):
    return {"dtype": dtype, "shape": list(shape), "data_offsets": [begin, end]}


def bad_arrays():
    good = npy(np.zeros((2, 3), "f4"))
    yield "cut.npy", good[:-5]
    yield "cut-in-header.npy", good[:40]
    yield "cut-in-version.npy", good[:7]
    yield "longer.npy", good + b"\0"
    yield "version-9.npy", good[:6] + b"\x09" + good[7:]
    yield "long-header.npy", head("{}", 2, 2**32 - 1)
    yield "no-array.npy", b"x,y\n1,2\n"
    yield "objects.npy", npy(np.array([{}, []], dtype=object))
    yield "complex.npy", npy(np.zeros(3, "c16"))
    yield "text.npy", npy(np.array(["ab"]))
    yield "dates.npy", npy(np.zeros(1, "M8[s]"))
    yield "records.npy", npy(np.zeros(2, [("a", "f4"), ("b", "i2")]))
    yield "raw.npy", npy(np.zeros(2, "V2"))
    yield "long-double.npy", npy(np.zeros(2, "f4")).replace(b"<f4", b"<f16")
    yield "six-axes.npy", npy(np.zeros((1,) * 6))
    yield "many-axes.npy", described(shape="(" + "1, " * 70 + ")")
    yield "huge.npy", described(shape="(4294967296, 4294967296, 4294967296)")
    yield "large.npy", described(shape="(5793, 5793)")
    yield "empty.npy", described(shape="(0, 1099511627776)")
    yield "negative.npy", described(shape="(-1,)")
    yield "overflow.npy", described(shape="(18446744073709551616,)")
    yield "no-tuple.npy", described(shape="(2)") + bytes(8)
    yield "expression.npy", described(shape="(__import__('os'),)")
    yield "twice.npy", described(more="'shape': (2,)") + bytes(8)
    yield "foreign-key.npy", described(more="'x': True") + bytes(8)
    yield "lacks.npy", head("{'descr': '<f4'}\n")
    yield "goes-on.npy", head("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} + 1\n") + bytes(8)
    yield "maybe.npy", described(order="Maybe")
    yield "unended.npy", head("{'descr': '<f4")
    yield "control.npy", described(descr="'<\x1b[31m\u202e'")


def bad_archives():
    x = npy(np.arange(6, dtype="f4").reshape(2, 3))
    good = member("x.npy", x, zipfile.ZIP_DEFLATED)
    directory = good.index(b"PK\1\2")
    patched = lambda at, new, of=good: of[:at] + new + of[at + len(new):]
    yield "cut.npz", good[:-1]
    yield "cut-early.npz", good[:100]
    yield "longer.npz", good + b"\0"
    yield "no-members.npz", good[good.index(b"PK\5\6"):][:8] + bytes(14)
    yield "other-sum.npz", patched(directory + 16, b"\0\0\0\0")
    yield "not-deflated.npz", patched(35, b"\xff\xff\xff")
    yield "method.npz", patched(directory + 10, struct.pack("<H", 12))
    yield "encrypted.npz", patched(directory + 8, b"\1")
    yield "shifted.npz", patched(directory + 42, struct.pack("<I", 3))
    yield "promise.npz", patched(directory + 24, struct.pack("<I", len(x) + 4))
    yield "impossible.npz", patched(directory + 24, struct.pack("<I", 2**31))
    yield "outside.npz", patched(directory + 42, struct.pack("<I", 2**31))
    yield "many.npz", patched(len(good) - 12, struct.pack("<H", 65535))
    yield "far-directory.npz", patched(len(good) - 6, struct.pack("<I", 2**31))
    yield "broken-directory.npz", patched(directory, b"PK\1\3")
    yield "no-array.npz", member("readme.txt", b"hello")
    yield "text.npz", member("x.npy", b"hello, this is no array of NumPy")
    yield "control.npz", member("a\x1b[31m\u202eb.npy", x)
    yield "checkpoint.npz", member("archive/data.pkl", b"\x80\2")
    yield "objects.npz", npz({"o": np.array([None])})
    # Zeros that unpack to more than the header of the array promises
    bomb = member("bomb.npy", x + bytes(1 << 24), zipfile.ZIP_DEFLATED)
    at = bomb.index(b"PK\1\2")
    yield "bomb.npz", patched(at + 24, struct.pack("<I", len(x)), bomb)
    short = member("short.npy", described(shape="(1000,)") + bytes(3000), zipfile.ZIP_DEFLATED)
    at = short.index(b"PK\1\2")
    yield "short.npz", patched(at + 24, struct.pack("<I", len(described(shape="(1000,)")) + 4000), short)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(zipfile.ZipInfo("x.npy"), x)
        archive.writestr(zipfile.ZipInfo("y.npy"), x)
    two = file.getvalue()
    yield "twice.npz", two.replace(b"y.npy", b"x.npy")
    at = two.rindex(b"PK\1\2")
    yield "overlap.npz", patched(at + 42, struct.pack("<I", 8), two)
    long = npz64({"x": np.zeros(2)})
    at = long.index(b"PK\6\7")
    yield "far-end.npz", patched(at + 8, struct.pack("<Q", 2**63), long)
    yield "no-end.npz", patched(at + 8, struct.pack("<Q", 4), long)


def bad_tensors():
    data = bytes(16)
    two = {"a": tensor(0, 8), "b": tensor(8, 16)}
    good = header(two, data)
    yield "cut.safetensors", good[:-3]
    yield "cut-in-header.safetensors", good[:60]
    yield "longer.safetensors", good + b"\0"
    yield "long-header.safetensors", header(two, data, 2**55)
    yield "large-header.safetensors", header(two, data, 99_999_999)
    yield "overlap.safetensors", header({"a": tensor(0, 8), "b": tensor(4, 12)}, data[:12])
    yield "gap.safetensors", header({"a": tensor(0, 8), "b": tensor(12, 20)}, bytes(20))
    yield "backwards.safetensors", header({"a": tensor(8, 0)}, data)
    yield "huge-offset.safetensors", header({"a": tensor(0, 2**64 - 1)}, data)
    yield "too-huge-offset.safetensors", header({"a": tensor(0, 2**64)}, data)
    yield "other-length.safetensors", header({"a": tensor(0, 16)}, data)
    yield "huge.safetensors", header({"a": tensor(0, 16, [2**32, 2**32, 2**32])}, data)
    yield "eight-bits.safetensors", header({"a": tensor(0, 16, [16], "F8_E4M3")}, data)
    yield "complex.safetensors", header({"a": tensor(0, 16, [2], "C64")}, data)
    yield "six-axes.safetensors", header({"a": tensor(0, 4, [1] * 6)}, bytes(4))
    yield "twice.safetensors", header(json.dumps(two).replace('"b"', '"a"'), data)
    yield "field-twice.safetensors", header('{"a": {"dtype": "F32", "dtype": "F32"}}')
    yield "lacks.safetensors", header({"a": {"dtype": "F32", "shape": [4]}}, data)
    yield "three-offsets.safetensors", header({"a": {"dtype": "F32", "shape": [4], "data_offsets": [0, 8, 16]}}, data)
    yield "foreign.safetensors", header({"a": {**tensor(0, 8), "stride": [1]}}, data[:8])
    yield "fraction.safetensors", header('{"a": {"dtype": "F32", "shape": [1.5]}}')
    yield "nested.safetensors", header('{"a": ' + '{"b": ' * 1000)
    yield "escape.safetensors", header('{"\\ud800": {}}')
    yield "control.safetensors", header({"a\x1b[31m\u202e": tensor(0, 8)}, data[:8])
    yield "raw-control.safetensors", header('{"a\n": {}}')
    yield "latin.safetensors", struct.pack("<Q", 10) + b'{"\xe9": {}} '
    yield "unended.safetensors", header('{"a": {"dtype": "F32')
    yield "goes-on.safetensors", header('{} {}')
    yield "none.safetensors", header("{}")
    yield "metadata.safetensors", header('{"__metadata__": {"a": 1}}')


def bad_tables():
    yield "short-row.csv", b"1,2,3\n4,5,6\n7,8\n"
    yield "long-row.csv", b"a,b\n1,2\n\n3,4,5\n"
    yield "empty-cell.csv", b"1,2,3\n4,,6\n"
    yield "empty-first.csv", b"1,,3\n4,5,6\n"
    yield "last-comma.csv", b"1,2,\n3,4,\n"
    yield "word.csv", b"a,b\n1,2\n3,many\n"
    yield "word.tsv", b"1\t2\r\n1,5\t1.000,5\r\n"
    yield "head-alone.csv", b"a,b\n"
    yield "comments.csv", b"# a\n# b\n\n"
    yield "open-quote.csv", b'1,2\n"3,4\n' + b"5,6\n" * 100
    yield "control.csv", "1,2\n3,\u202ex\u2028\n".encode()
    yield "latin.csv", b"\xe4,\xf6\n1,\xfc\n"
    yield "binary.csv", b"1,2\n3,\0\n"
    yield "wide.csv", "1,2\n3,4\n".encode("utf-16")
    yield "empty.csv", b""
    yield "pickle.csv", b"\x80\4\x95"
    yield "blanks.txt", b"1 2\n3 4 5\n"


def decimals(array):
    """The shortest decimals that read back as the same float32; JSON has no NaN."""
    with np.errstate(over="ignore"):
        flat = np.asarray(array).astype(np.float32).ravel()
    return [float(str(v)) if np.isfinite(v) else str(v) for v in flat]


def record(array):
    array = np.asarray(array)
    flat = array.ravel()
    if flat.size > 1000:
        period = next(n for n in range(1, 1000) if np.array_equal(np.resize(flat[:n], flat.size), flat, equal_nan=True))
        return {"shape": list(array.shape), "tiled": decimals(flat[:period])}
    return {"shape": list(array.shape), "values": decimals(flat)}


def is_read(array):
    return array is not None and array.dtype.kind in "biuf" and array.ndim <= 5


def files():
    for group in [arrays_of_numpy, archives, safe, tables]:
        yield from group()


def bad_files():
    for group in [bad_arrays, bad_archives, bad_tensors, bad_tables]:
        yield from group()


def read(name):
    """The arrays of a file as their own libraries read them."""
    path = FOLDER / name
    if path.suffix == ".npy":
        return {"": np.load(path)}
    if path.suffix == ".npz":
        return dict(np.load(path))
    if path.suffix == ".safetensors" and "bf16" not in name:
        return safetensors.numpy.load_file(path)
    return {}


def check(recorded):
    count = 0
    for name, arrays in recorded["files"].items():
        for key, array in read(name).items():
            if is_read(array):
                assert record(array) == arrays[key], (name, key)
                count += 1
    print(f"{count} arrays are as they were recorded")


def main():
    if "--check" in sys.argv:
        return check(json.loads(RECORD.read_text()))
    shutil.rmtree(FOLDER, ignore_errors=True)
    (FOLDER / "bad").mkdir(parents=True)
    recorded = []
    for name, content, arrays in files():
        (FOLDER / name).write_bytes(content)
        arrays = {key: record(array) if is_read(array) else None for key, array in arrays.items()}
        recorded.append(f"{json.dumps(name)}: {json.dumps(arrays)}")
    for name, content in bad_files():
        (FOLDER / "bad" / name).write_bytes(content)
    source = f"NumPy {np.__version__}, safetensors {safetensors.__version__}"
    lines = ",\n".join(recorded)
    RECORD.write_text(f'{{"source": {json.dumps(source)}, "files": {{\n{lines}\n}}}}\n')


main()
