/** The Merkle tree over the log and its proofs (RFC 6962 §2.1, RFC 9162 §2.1). */
@NullMarked
package dev.creditledger.audit.merkle;

import org.jspecify.annotations.NullMarked;
