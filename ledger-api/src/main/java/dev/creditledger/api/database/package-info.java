/** The database the application talks to: its connections, its schema and, in dev mode, PostgreSQL itself. */
@NullMarked
package dev.creditledger.api.database;

import org.jspecify.annotations.NullMarked;
