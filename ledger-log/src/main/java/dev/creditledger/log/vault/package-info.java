/** Seals what the log says about persons, so that destroying one key erases one person. */
@NullMarked
package dev.creditledger.log.vault;

import org.jspecify.annotations.NullMarked;
