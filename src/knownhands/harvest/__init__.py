"""From the outside world to raw rows. Only this layer touches network, git or archives."""
