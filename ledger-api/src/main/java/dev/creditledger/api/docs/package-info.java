/** The description of the API, for machines and for people. */
@NullMarked
package dev.creditledger.api.docs;

import org.jspecify.annotations.NullMarked;
