"""How alike two names are, and why: what `regesta suggest` ranks by, usable by itself.

`similarity(a, b)` is a pure function of two names of people, from 0 to 1; `resemblance(a, b)` says as well which parts
matched and which did not. How it is meant and how well it does is told in docs/identity.md.
"""

from regesta.projections.resemblance.bodies import body_resemblance, body_similarity
from regesta.projections.resemblance.comparing import Pair, Resemblance, resemblance, similarity
from regesta.projections.resemblance.near import near_pairs

__all__ = ["Pair", "Resemblance", "body_resemblance", "body_similarity", "near_pairs", "resemblance", "similarity"]
