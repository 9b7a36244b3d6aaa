"""Addresses: a node's own, and the range that its pods are numbered from. Pure."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

Obj = dict[str, Any]

_FIRST_POD_ADDRESS = 10 << 24 | 244 << 16
_FIRST_NODE_ADDRESS = 192 << 24 | 168 << 16 | 49 << 8 | 1


def node_address(number: int) -> str:
    """192.168.49.2 for node-1."""
    return dotted(_FIRST_NODE_ADDRESS + number)


class Block(NamedTuple):
    """A node's range of pod addresses, 10.244.N.0/24 unless a node takes more pods than that."""

    first: int
    size: int

    @classmethod
    def number(cls, number: int, pods: int) -> Block:
        size = 256
        while size < pods + 16:
            size *= 2
        return cls(_FIRST_POD_ADDRESS + number * size, size)

    @classmethod
    def of(cls, node: Obj) -> Block | None:
        """A node's spec.podCIDR; None where it has none that can be read."""
        cidr = str((node.get("spec") or {}).get("podCIDR") or "")
        known = _blocks.get(cidr)
        if known is None:
            address, _, bits = cidr.partition("/")
            parts = address.split(".")
            if len(parts) != 4 or not bits.isdigit() or not all(p.isdigit() for p in parts) or int(bits) > 30:
                return None
            first = 0
            for part in parts:
                first = first << 8 | int(part)
            known = _blocks[cidr] = cls(first, 1 << (32 - int(bits)))
        return known

    def __str__(self) -> str:
        return f"{dotted(self.first)}/{33 - self.size.bit_length()}"

    def pick(self, seed: int, is_used: Callable[[str], bool]) -> str | None:
        """A free address; the network's own, its gateway and the broadcast address are left out."""
        room = self.size - 3
        for step in range(room):
            address = dotted(self.first + 2 + (seed + step) % room)
            if not is_used(address):
                return address
        return None


_blocks: dict[str, Block] = {}


def dotted(address: int) -> str:
    return f"{address >> 24 & 255}.{address >> 16 & 255}.{address >> 8 & 255}.{address & 255}"
