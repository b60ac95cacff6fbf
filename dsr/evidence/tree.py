"""The Merkle tree over the log (RFC 6962): its root at any size, and the path from an entry to that root.

The roots of full blocks are stored, so that a proof reads two blocks of entries and the roots, not the whole log.
"""

from collections.abc import Iterable, Sequence

from dsr.evidence.entries import hashes
from dsr.evidence.verify import node_hash
from dsr.models import LogBlock

# A block is a whole subtree: its size has to be a power of two.
HEIGHT = 9
BLOCK = 1 << HEIGHT


class TooShort(ValueError):
    """The log has fewer entries than a tree of this size needs."""


class Growing:
    """This will keep the whole subtrees of a tree that grows, and tell its root at any moment."""

    def __init__(self) -> None:
        self.size = 0
        self._whole: list[tuple[int, bytes]] = []

    def add(self, subtree: bytes, height: int = 0) -> None:
        """Add a leaf, or a whole subtree of a height."""
        self.size += 1 << height
        while self._whole and self._whole[-1][0] == height:
            subtree = node_hash(self._whole.pop()[1], subtree)
            height += 1
        self._whole.append((height, subtree))

    def root(self, rest: "Growing | None" = None) -> bytes:
        """Return the root over what was added, and over a smaller tree that follows. Raises TooShort for none."""
        whole = [*self._whole, *(rest._whole if rest else ())]  # noqa: SLF001  (another of its kind)
        if not whole:
            raise TooShort("an empty tree has no root here")
        root = whole[-1][1]
        for _height, left in reversed(whole[:-1]):
            root = node_hash(left, root)
        return root


def block_roots(count: int) -> list[bytes]:
    """Return the stored roots of the first blocks. Raises TooShort."""
    rows = LogBlock.objects.filter(number__lt=count).order_by("number").values_list("root", flat=True)
    found = [bytes(root) for root in rows]
    if len(found) != count:
        raise TooShort("blocks are missing")
    return found


def root_at(size: int) -> bytes:
    """Return the root over the first entries. Raises TooShort."""
    tree = Growing()
    for root in block_roots(size // BLOCK):
        tree.add(root, HEIGHT)
    for leaf in hashes(tree.size, size):
        tree.add(leaf)
    if tree.size != size:
        raise TooShort("entries are missing")
    return tree.root()


def path_of(index: int, size: int) -> list[bytes]:
    """Return the path by which an entry is proved to be in the tree of a size, from its sibling up.

    Raises TooShort when the log has not so many entries.
    """
    if not 0 <= index < size:
        raise TooShort("the entry lies outside of the tree")
    blocks, own = block_roots(size // BLOCK), index // BLOCK
    tops = [*blocks, *([_subtree(hashes(len(blocks) * BLOCK, size))] if size % BLOCK else [])]
    inside = list(hashes(own * BLOCK, min((own + 1) * BLOCK, size)))
    if not tops or len(inside) <= index % BLOCK:
        raise TooShort("entries are missing")
    return [*_path(inside, index % BLOCK), *_path(tops, own)]


def _subtree(leaves: Iterable[bytes]) -> bytes:
    tree = Growing()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def _path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the siblings from a leaf up, in a tree over so many leaves (RFC 6962, 2.1.1)."""
    path: list[bytes] = []
    while len(leaves) > 1:
        if index ^ 1 < len(leaves):
            path.append(leaves[index ^ 1])
        pairs = [node_hash(leaves[at], leaves[at + 1]) for at in range(0, len(leaves) - 1, 2)]
        # The last one without a sibling rises as it is.
        leaves, index = [*pairs, *leaves[len(pairs) * 2 :]], index // 2
    return path
