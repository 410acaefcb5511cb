"""From raw tables to one finding each: questions that yes, no or unknown answers."""
