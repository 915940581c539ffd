"""Facts and deeds of a drive, one subject a file. Every deed checks the actor's role and unit itself."""
