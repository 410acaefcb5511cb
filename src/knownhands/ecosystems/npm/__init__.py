"""npm, and every other registry that serves packuments."""

from knownhands.ecosystems._ecosystem import Ecosystem

ECOSYSTEM = Ecosystem(
    "npm", title="npm", osv="npm", installer="npm", examples=("pkg:npm/NAME@VERSION", "npm:@SCOPE/NAME@VERSION")
)
