"""What strangers wrote: lock files, answers of registries, settings of installers. Parsed within limits, read as records."""
