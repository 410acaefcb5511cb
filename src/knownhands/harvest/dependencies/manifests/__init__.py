"""Files in which a project asks for packages, or says where they are from: one file here reads one format."""
