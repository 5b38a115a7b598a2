package dev.creditledger.api.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * {@code db/roles.sql}, the very script that an operator gives to psql, run over a connection: roles are told in one
 * place only. Of psql's own language it knows what the script uses: variables and {@code \gexec};
 * {@code \set} and the defaults of variables are passed over.
 */
final class RolesScript {

    private static final Pattern DEFAULTS =
            Pattern.compile("^\\\\if.*?^\\\\endif$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern COMMENT = Pattern.compile("^(--|\\\\set ).*$", Pattern.MULTILINE);
    private static final Pattern STATEMENT =
            Pattern.compile("(.*?)(;\\s*$|^\\\\gexec$)", Pattern.MULTILINE | Pattern.DOTALL);

    private final String script;

    private RolesScript(String script) {
        this.script = script;
    }

    /** @param variables what psql takes with {@code -v} */
    static RolesScript with(Map<String, String> variables) {
        try (var resource = RolesScript.class.getResourceAsStream("/db/roles.sql")) {
            if (resource == null) {
                throw new IllegalStateException("db/roles.sql is not on the class path");
            }
            var script = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            script = COMMENT.matcher(DEFAULTS.matcher(script).replaceAll("")).replaceAll("");
            for (var variable : variables.entrySet()) {
                script = script.replace(":'" + variable.getKey() + "'", quoted(variable.getValue(), '\''))
                        .replace(":\"" + variable.getKey() + "\"", quoted(variable.getValue(), '"'));
            }
            return new RolesScript(script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String quoted(String value, char quote) {
        return quote + value.replace(String.valueOf(quote), String.valueOf(quote) + quote) + quote;
    }

    void run(Connection superuser) throws SQLException {
        var statements = STATEMENT.matcher(script);
        while (statements.find()) {
            var sql = statements.group(1).strip();
            if (statements.group(2).startsWith(";")) {
                execute(superuser, List.of(sql));
            } else {
                execute(superuser, resultsOf(superuser, sql));
            }
        }
    }

    private static List<String> resultsOf(Connection connection, String query) throws SQLException {
        var results = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                results.add(rows.getString(1));
            }
        }
        return results;
    }

    private static void execute(Connection connection, List<String> statements) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
