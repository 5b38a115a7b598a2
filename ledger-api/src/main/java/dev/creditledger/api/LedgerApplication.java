package dev.creditledger.api;

import dev.creditledger.api.cli.LedgerCommand;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application. It scans all of {@code dev.creditledger}: each module brings its own configuration. */
@SpringBootApplication(scanBasePackages = "dev.creditledger")
public class LedgerApplication {

    public static void main(String[] arguments) {
        System.exit(LedgerCommand.run(LedgerApplication.class, arguments));
    }
}
