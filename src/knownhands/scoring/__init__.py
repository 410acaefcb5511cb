"""From a model and features to a score whose reasons add up."""
