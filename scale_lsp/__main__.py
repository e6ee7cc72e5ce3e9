"""`python -m scale_lsp`."""

from scale_lsp.cli.main import main

main()
