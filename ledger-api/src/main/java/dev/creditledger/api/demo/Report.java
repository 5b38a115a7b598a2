package dev.creditledger.api.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a demo has to say: to a person, or to a machine. */
public interface Report {

    /** Whether all that the demo checks adds up. */
    boolean checkPassed();

    String text();

    Map<String, @Nullable Object> json();

    /**
     * Lines to paste into a shell.
     *
     * @param url where the ledger serves
     * @param header file that holds the header with an admin's token
     */
    List<String> linesToTry(String url, Path header);
}
