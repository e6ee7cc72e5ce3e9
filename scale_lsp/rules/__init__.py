"""How each rule sees: one small file a rule, mirroring the pages in rules/."""
