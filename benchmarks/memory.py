"""What a thousand environments take: run in a process of its own, which prints mebibytes.

python -m benchmarks.memory ours|dict COUNT
"""

import resource
import subprocess
import sys

from benchmarks.figure import Figure
from benchmarks.shop import first, sized_shop

COUNT, KIBIBYTES, MOST_MEBIBYTES = 1_000, 200, 700
ROWS_LISTED = 100


def figures() -> list[Figure]:
    """Return what the processes of a thousand environments take."""
    ours, peer = (float(_printed(kind)) for kind in ("ours", "dict"))
    name = f"{COUNT:,} environments of {KIBIBYTES} KiB, each after 20 different calls and a full list"
    return [Figure(name, "MiB", ours, aim=MOST_MEBIBYTES, peer=peer)]


def _printed(kind: str) -> str:
    command = [sys.executable, "-m", "benchmarks.memory", kind, str(COUNT)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _ours(count: int) -> list[object]:
    from state_db.environment import Environment

    image = sized_shop(KIBIBYTES)
    known = {"customer_id": first("customers")["id"], "order_id": first("orders")["id"]}
    kept: list[object] = []
    for _ in range(count):
        environment = Environment.open(image)
        for name in list(image.tools)[:20]:
            required = image.tools[name].input_schema.get("required", ())
            environment.call(name, {one: known.get(one, "x") for one in required})
        answer = environment.call("list_customers", {"limit": ROWS_LISTED})
        assert len(answer.body["data"]) == ROWS_LISTED
        kept.append(environment)
    return kept


def _dicts(count: int) -> list[object]:
    from benchmarks.dictionary import DictShop

    seed = sized_shop(KIBIBYTES).seed
    first_shop = DictShop(seed["customers"], seed["orders"])
    return [first_shop.fork() for _ in range(count)]


def main() -> None:
    """Print the most mebibytes that this process has had."""
    kept = {"ours": _ours, "dict": _dicts}[sys.argv[1]](int(sys.argv[2]))
    assert kept
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(most / (1 << 20 if sys.platform == "darwin" else 1 << 10))


if __name__ == "__main__":
    main()
