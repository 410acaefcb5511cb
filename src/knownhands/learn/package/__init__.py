"""Learn which packages are malicious: examples, attacks, training, measuring."""
