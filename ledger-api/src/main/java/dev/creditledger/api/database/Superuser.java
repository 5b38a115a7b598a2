package dev.creditledger.api.database;

/** The embedded database's first role. Only making roles needs it; the server never connects as it. */
final class Superuser {

    static final String NAME = "postgres";
    static final String PASSWORD_FILE = "database-superuser.password";

    private Superuser() {}
}
