/** How often each caller may ask: counted by subject, on one node or on all together. */
@NullMarked
package dev.creditledger.api.limits;

import org.jspecify.annotations.NullMarked;
