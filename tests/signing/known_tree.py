"""The tree that implementations of RFC 6962 test with: eight leaves, and figures that others computed over them.

Origin of the figures: roots from `testonly/constants.go` of github.com/transparency-dev/merkle, which has them from the
reference implementation of Certificate Transparency; paths from the cases without an error in its `testdata`.
"""

from regesta.events.merkle import leaf_hash

LEAVES = tuple(
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
)

HASHES = tuple(map(leaf_hash, LEAVES))

ROOTS = tuple(
    bytes.fromhex(text)
    for text in (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    )
)
"""The root over the first n leaves, at n."""

_NODES = {
    name: bytes.fromhex(text)
    for name, text in {
        "leaf 0": "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "leaf 1": "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "leaf 4": "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "leaf 6": "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
        "0 to 2": "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "2 to 4": "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "4 to 6": "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "6 to 8": "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "0 to 4": "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4 to 8": "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    }.items()
}


def _path(*names: str) -> tuple[bytes, ...]:
    return tuple(_NODES[name] for name in names)


INCLUSION = {
    (0, 1): (),
    (0, 8): _path("leaf 1", "2 to 4", "4 to 8"),
    (5, 8): _path("leaf 4", "6 to 8", "0 to 4"),
    (2, 3): _path("0 to 2"),
    (1, 5): _path("leaf 0", "2 to 4", "leaf 4"),
}
"""The path of a leaf in the tree of the first so many."""

CONSISTENCY = {
    (1, 1): (),
    (1, 8): _path("leaf 1", "2 to 4", "4 to 8"),
    (6, 8): _path("4 to 6", "6 to 8", "0 to 4"),
    (2, 5): _path("2 to 4", "leaf 4"),
    (6, 7): _path("4 to 6", "leaf 6", "0 to 4"),
}
"""The path from one size of the tree to another."""
