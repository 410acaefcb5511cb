"""Questions about changes, each with a yes or no: what decides by itself."""
