package dev.creditledger.benchmarks.jmh;

import dev.creditledger.benchmarks.contest.BenchDatabase;
import dev.creditledger.benchmarks.contest.Ours;
import dev.creditledger.benchmarks.machine.Workspace;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.log.vault.MasterKey;
import dev.creditledger.log.vault.Vault;
import java.nio.file.Path;
import java.util.List;

/**
 * A vault that has the keys of one subject in memory, for some minutes. Its database has ended: no benchmark waits for
 * one.
 */
final class RememberedVault {

    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

    private RememberedVault() {}

    static Vault of(SubjectId subject) {
        try (var workspace = Workspace.in(TEMPORARY);
                var database = workspace.use(BenchDatabase.start(workspace.resolve("postgresql")))) {
            database.makeLedger(Ours.NAME);
            try (var pool = database.ledger(Ours.NAME, 1)) {
                var vault = Vault.open(pool, MasterKey.parse(Ours.masterKey()));
                vault.prepare(List.of(subject));
                return vault;
            }
        }
    }
}
