import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jooq.Constants;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.ForcedType;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.Target;

/**
 * Writes the jOOQ classes of the read side: starts a PostgreSQL, migrates it, and looks at what is there. The build
 * launches this file directly (see pom.xml), with the migrations' directory, the target
 * directory and its own path as arguments.
 * When neither the migrations nor this file changed since the last time, nothing is done.
 */
final class GenerateTables {
    private static final String OWNER = "ledger_owner";
    private static final String APPLICATION = "ledger_app";
    private static final String PACKAGE = "dev.creditledger.projections.schema";

    private GenerateTables() {}

    public static void main(String[] arguments) throws Exception {
        Path migrations = Path.of(arguments[0]);
        Path target = Path.of(arguments[1]);
        Path self = Path.of(arguments[2]);
        Path stamp = target.resolveSibling("jooq.sha256");
        String digest = digest(migrations, self);
        if (Files.isDirectory(target) && Files.isRegularFile(stamp) && Files.readString(stamp).equals(digest)) {
            return;
        }
        Files.createDirectories(target);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            createRoles(postgres);
            migrate(postgres, migrations);
            generate(postgres, target);
        }
        Files.writeString(stamp, digest);
    }

    private static String digest(Path migrations, Path self) throws IOException, NoSuchAlgorithmException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update(Constants.FULL_VERSION.getBytes());
        sha256.update(Files.readAllBytes(self));
        try (var files = Files.walk(migrations)) {
            for (Path file : files.filter(Files::isRegularFile).sorted(Comparator.comparing(Path::toString)).toList()) {
                sha256.update(migrations.relativize(file).toString().getBytes());
                sha256.update(Files.readAllBytes(file));
            }
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** As db/roles.sql does, as far as the migrations depend on it. */
    private static void createRoles(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + OWNER + " LOGIN");
            statement.execute("CREATE ROLE " + APPLICATION + " LOGIN");
            statement.execute("CREATE DATABASE ledger OWNER " + OWNER);
        }
    }

    private static void migrate(EmbeddedPostgres postgres, Path migrations) {
        Flyway.configure()
                .dataSource(postgres.getJdbcUrl(OWNER, "ledger"), OWNER, "")
                .locations("filesystem:" + migrations)
                .placeholders(Map.of("app_role", APPLICATION))
                .load()
                .migrate();
    }

    private static void generate(EmbeddedPostgres postgres, Path target) throws Exception {
        var database = new Database()
                .withName("org.jooq.meta.postgres.PostgresDatabase")
                .withInputSchema("projection")
                .withIncludeRoutines(false)
                .withForcedTypes(new ForcedType()
                        .withName("INSTANT")
                        .withIgnoreUnused(true)
                        .withIncludeTypes("(?i:timestamptz|timestamp.*with.*time.*zone)"));
        var generate = new Generate().withRecords(true).withPojos(false).withDaos(false).withJavadoc(false);
        GenerationTool.generate(new Configuration()
                .withLogging(Logging.WARN)
                .withJdbc(new Jdbc()
                        .withDriver("org.postgresql.Driver")
                        .withUrl(postgres.getJdbcUrl(OWNER, "ledger"))
                        .withUser(OWNER))
                .withGenerator(new Generator()
                        .withDatabase(database)
                        .withGenerate(generate)
                        .withTarget(new Target()
                                .withPackageName(PACKAGE)
                                .withDirectory(target.toString())
                                .withClean(true))));
    }
}
