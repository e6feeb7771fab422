"""Reference data of the chassis, for people to read and edit."""
