"""The public pages of a drive: its totals, its ledger, certificates, the honour roll."""
