"""The database: tables, migrations, and the unit of work of a turn."""

import sys

# Debian 12's SQLite 3.40 can corrupt a database when two connections checkpoint at once (the WAL-reset bug of
# 3.7.0–3.51.2). The wheel brings a mended build; it must be in place before aiosqlite is imported.
if sys.platform == "linux":
    import pysqlite3
    from pysqlite3 import dbapi2

    sys.modules["sqlite3"], sys.modules["sqlite3.dbapi2"] = pysqlite3, dbapi2
