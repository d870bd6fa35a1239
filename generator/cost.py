"""What a piece of work costs: wall clock, processor time, and the most memory that its process held."""

import platform
import time
from dataclasses import dataclass, field
from importlib import import_module


@dataclass(frozen=True, slots=True)
class Cost:
    """``seconds`` of wall clock, ``cpu_seconds`` of the processor, ``memory_mb`` at the peak (0: it is unknown)."""

    seconds: float = 0.0
    cpu_seconds: float = 0.0
    memory_mb: float = 0.0


NOTHING = Cost()


@dataclass(frozen=True, slots=True)
class Meter:
    """Counts from when it is made."""

    begun: float = field(default_factory=time.perf_counter)
    begun_cpu: float = field(default_factory=time.process_time)

    @property
    def cost(self) -> Cost:
        """Return what was spent until now; the memory is that of the whole process, whatever it did before."""
        return Cost(time.perf_counter() - self.begun, time.process_time() - self.begun_cpu, peak_memory_mb())


def peak_memory_mb() -> float:
    """Return the most memory (in 1,000,000 bytes) that this process has held, 0 where that is not told."""
    try:
        resource = import_module("resource")
    except ImportError:  # Windows tells it in another way
        return 0.0
    peak: int = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if platform.system() == "Darwin" else peak * 1024 / 1e6
