/** What every call has in common: its cause, key and body, and which position its answer must have seen. */
@NullMarked
package dev.creditledger.api.http;

import org.jspecify.annotations.NullMarked;
