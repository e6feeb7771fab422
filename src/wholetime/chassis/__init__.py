"""What every room bolts onto: accounts, the organisation tree and scope, audit, jobs, page furniture, charts."""
