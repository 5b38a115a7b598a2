package dev.creditledger.domain.dispatch;

import dev.creditledger.domain.SubjectId;

/** Stands for people where they need not be named: the same for the same person on every node, and no way back. */
@FunctionalInterface
public interface Pseudonyms {

    /** 43 characters of Base64url. */
    String of(SubjectId subject);
}
