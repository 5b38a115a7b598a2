/** Strict JSON: bodies read with every wrong field named, and their canonical form. */
@NullMarked
package dev.creditledger.api.json;

import org.jspecify.annotations.NullMarked;
