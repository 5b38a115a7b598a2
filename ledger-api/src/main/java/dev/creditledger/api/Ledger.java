package dev.creditledger.api;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application. It scans all of {@code dev.creditledger}: each module brings its own configuration. */
@SpringBootApplication(scanBasePackages = "dev.creditledger")
class Ledger {
    public static void main(String[] arguments) {
        SpringApplication.run(Ledger.class, arguments);
    }
}
