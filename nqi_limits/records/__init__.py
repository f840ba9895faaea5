"""Tables in, records out: people told apart, projects, applications, memberships."""
