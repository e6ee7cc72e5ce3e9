"""The server for agents: https://modelcontextprotocol.io. The only place that knows the SDK."""
