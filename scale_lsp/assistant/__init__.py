"""Questions about a project, answered from its analysis: in chat, and for programs that ask."""
